/**
 * Turns a listing into the body of a function of `modules` that returns its application. Lines stay where they are.
 *
 * The listings import by name from the three packages, and export `app`.
 */
export function programOf(source: string): string {
  const code = source
    .replace(
      /^[ \t]*import\s*(?:type\s*)?\{([^}]*)\}\s*from\s*(['"])([^'"\n]+)\2;?/gm,
      (_, names: string, __, from: string) => {
        return `const {${names.replace(/\bas\b/g, ':')}} = modules[${JSON.stringify(from)}] ?? (() => { throw new Error(${JSON.stringify(`There is no module ${from} in the lab`)}) })();`
      },
    )
    .replace(/^export\s+default\s+/gm, 'const app = ')
    .replace(/^export\s+(?=(?:async\s+)?function|const|let|class)/gm, '')
  return `${code}\n;return app`
}
