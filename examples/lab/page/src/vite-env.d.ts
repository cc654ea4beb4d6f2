interface ImportMeta {
  /** Vite's: the files that match, by path. */
  glob(
    pattern: string,
    options: { readonly query: string; readonly import: string; readonly eager: true },
  ): Readonly<Record<string, string>>
}
