import type { PartTest } from './part-test.ts'
import type { Rule } from './rule.ts'
import type { RulePart } from './rule-part.ts'

/** A way from a state to the next that a part with converters opens. */
export interface Transition {
  readonly part: RulePart
  readonly test: PartTest
  readonly state: State
}

/** Most states lead nowhere by fixed text: they share it. */
const NONE: ReadonlyMap<string, State> = new Map()

/**
 * Where the parts of rules lead to, part by part: rules that begin alike share their states.
 * Python: `werkzeug.routing.matcher.State`.
 *
 * @example
 * const state = new State()
 * assert.deepEqual([state.static.size, state.dynamic.length, state.rules.length], [0, 0, 0])
 */
export class State {
  /** The next state for each fixed text. */
  static: ReadonlyMap<string, State> = NONE
  /** The ways for everything else, in the order in which they are tried. */
  readonly dynamic: Transition[] = []
  /** The rules that end here. */
  readonly rules: Rule[] = []
  /** The ways again, by the keys of their parts. */
  private transitions: Map<string, Transition> | undefined

  /** The state that a part leads to; it is made when there is none. */
  next(part: RulePart): State {
    if (part.static) {
      let state = this.static.get(part.content)
      if (state === undefined) {
        if (this.static === NONE) this.static = new Map()
        ;(this.static as Map<string, State>).set(part.content, (state = new State()))
      }
      return state
    }
    this.transitions ??= new Map()
    let transition = this.transitions.get(part.key)
    if (transition === undefined) {
      transition = { part, test: part.makeTest(), state: new State() }
      this.transitions.set(part.key, transition)
      this.dynamic.push(transition)
    }
    return transition.state
  }

  /** Sorts the ways by their weights, here and further on; what weighs the same keeps its order. */
  sort(): void {
    if (this.dynamic.length > 1) this.dynamic.sort((a, b) => a.part.weight.compare(b.part.weight))
    if (this.static !== NONE) for (const state of this.static.values()) state.sort()
    for (const { state } of this.dynamic) state.sort()
  }
}
