import { isResourceModified, parseCookie, type ResourceConditions } from '@triptych/werkzeug/sansio/http'
import type { CookieDictClass } from '@triptych/werkzeug/http'
import type { Bindings } from '../engine.ts'

type Kwargs = Record<string, unknown>

export const bindings: Bindings = {
  calls: {
    is_resource_modified: (_: [], kwargs: ResourceConditions) => isResourceModified(kwargs),
    parse_cookie: (args: [(string | null)?, unknown?], kwargs: Kwargs) => {
      const cookie = (kwargs['cookie'] ?? args[0] ?? null) as string | null
      const cls = (kwargs['cls'] ?? args[1] ?? undefined) as CookieDictClass<unknown> | undefined
      return cls ? parseCookie(cookie, cls) : parseCookie(cookie)
    },
  },
}
