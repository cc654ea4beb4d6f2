import { Accept } from './accept.ts'

/** Names of encodings that say the same, those that clients are known to send. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'utf-8': 'utf8 u8 utf cp65001 utf8-ucs2 utf8-ucs4',
    'iso8859-1': 'iso-8859-1 latin-1 latin1 l1 8859 cp819 iso8859 iso-ir-100 csisolatin1 iso-8859-1-1987',
    ascii: 'us-ascii us 646 ansi-x3.4-1968 iso646-us ansi-x3-4-1968 cp367 iso-ir-6 iso-646.irv-1991',
    'iso8859-2': 'iso-8859-2 latin-2 latin2 l2 iso-ir-101 csisolatin2',
    'iso8859-5': 'iso-8859-5 cyrillic csisolatincyrillic iso-ir-144',
    'iso8859-7': 'iso-8859-7 greek greek8 ecma-118 elot-928 csisolatingreek iso-ir-126',
    'iso8859-9': 'iso-8859-9 latin-5 latin5 l5 csisolatin5 iso-ir-148',
    'iso8859-15': 'iso-8859-15 latin-9 latin9 l9',
    cp1250: 'windows-1250 1250',
    cp1251: 'windows-1251 1251',
    cp1252: 'windows-1252 1252',
    'koi8-r': 'koi8r cskoi8r',
    'shift-jis': 'sjis s-jis shiftjis csshiftjis',
    'euc-jp': 'eucjp ujis u-jis',
    'euc-kr': 'euckr ksc5601 ks-c-5601 ks-c-5601-1987 ksx1001 ks-x-1001',
    gb2312: 'gb2312-1980 gb2312-80 euccn euc-cn chinese csiso58gb231280 iso-ir-58 eucgb2312-cn',
    gbk: '936 cp936 ms936',
    gb18030: 'gb18030-2000',
    big5: 'big5-tw csbig5',
    'utf-16': 'utf16 u16',
    'utf-32': 'utf32 u32',
    'utf-7': 'utf7 u7 unicode-1-1-utf-7',
  }).flatMap(([name, aliases]) =>
    [name, ...aliases.split(' ')].map((alias): [string, string] => [alias, name]),
  ),
)

/**
 * The Accept-Charset of a request; `latin1` and `iso-8859-1` are one. Python: `werkzeug.datastructures.CharsetAccept`, which
 * asks Python's registry of codecs.
 *
 * @example
 * assert.equal(CharsetAccept.fromHeader('ISO-8859-1, utf-8;q=0.7').quality('latin1'), 1)
 */
export class CharsetAccept extends Accept {
  protected override matches(value: string, item: string): boolean {
    return item === '*' || normal(value) === normal(item)
  }
}

function normal(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[_ ]+/g, '-')
  return ALIASES.get(plain) ?? name.toLowerCase()
}
