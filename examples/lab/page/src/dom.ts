type Child = Node | string | undefined

/** Makes an element: attributes and listeners by name (`onclick`), children in order. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | boolean | ((event: Event) => void) | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter((child) => child !== undefined))
  return element
}

/** The field with a label of its own. */
export function labelled(text: string, control: HTMLElement, hint?: string): HTMLLabelElement {
  return h('label', {}, h('span', {}, text), control, hint === undefined ? undefined : h('small', {}, hint))
}
