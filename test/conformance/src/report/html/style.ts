/** Of the page; dark and light, wide and narrow. */
export const STYLE: string = `
:root{--bg:#fff;--fg:#1c1c22;--dim:#5b5b66;--line:#d9d9e0;--soft:#f5f5f8;--pass:#12692f;--passbg:#e2f3e7;--tol:#7a4d00;--tolbg:#fdf0d4;--fail:#a4161a;--failbg:#fbe1e2;--link:#1a4fb4}
@media (prefers-color-scheme:dark){:root{--bg:#16161b;--fg:#e9e9ee;--dim:#a5a5b2;--line:#34343e;--soft:#1f1f26;--pass:#8fd8a6;--passbg:#173222;--tol:#f0c878;--tolbg:#3a2d12;--fail:#ff9c9f;--failbg:#431a1d;--link:#9bbcff}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:84rem;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}
a{color:var(--link)}a:focus-visible,summary:focus-visible,.scroll:focus-visible,select:focus-visible,input:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.scroll{overflow:auto;max-height:80vh;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;font-size:.85rem;min-width:100%}
th,td{padding:.2rem .5rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}
thead th{position:sticky;top:0;background:var(--soft);z-index:2}
tbody th{font-weight:400}
#m tbody th{position:sticky;left:0;background:var(--bg);font-family:ui-monospace,monospace;font-size:.8rem}
#m td{text-align:center}
#m td:nth-child(2){color:var(--dim);text-align:left}
.counts small{display:block;color:var(--dim);white-space:normal;max-width:18rem}
.counts td{text-align:right;font-variant-numeric:tabular-nums}
.v-pass{color:var(--pass);background:var(--passbg)}.v-tolerated,.v-flaky{color:var(--tol);background:var(--tolbg)}.v-fail{color:var(--fail);background:var(--failbg);font-weight:700}.v-na,.v-notrun{color:var(--dim)}
b[class^=v-]{padding:0 .3rem;border-radius:3px}
form{display:flex;flex-wrap:wrap;gap:.75rem;margin:.5rem 0}
form[hidden]{display:none}
label{display:flex;gap:.35rem;align-items:center}
select,input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--dim);border-radius:4px;padding:.15rem .4rem;max-width:100%}
details{border-bottom:1px solid var(--line);padding:.3rem 0}
summary{cursor:pointer;overflow-wrap:anywhere}
details p{margin:.4rem 0}
pre{overflow:auto;max-height:20rem;background:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.5rem;font:.8rem/1.4 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:.4rem 0}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.2rem .8rem;margin:.5rem 0}
dt{color:var(--dim)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
tr:target th,details:target summary{background:var(--tolbg)}
@media (max-width:40rem){#m tbody th{max-width:11rem;overflow:hidden;text-overflow:ellipsis}dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
`
