import { type Contents, ordinalOf, placeOf } from './segment.ts'
import type { Standing, View } from './source.ts'

/** What a segment's contributions count in a view, by ordinal. */
export type Standings = Uint8Array

export const NONE = 0
export const ELIGIBLE = 1
export const REVOKED = 2

const numbers = { None: NONE, Eligible: ELIGIBLE, Revoked: REVOKED }
const known = new WeakMap<View, WeakMap<Contents, Standings>>()

/** Asked of the view once for each contribution, and then remembered. */
export function standingsOf(contents: Contents, view: View): Standings {
  let ofView = known.get(view)
  if (!ofView) {
    ofView = new WeakMap()
    known.set(view, ofView)
  }
  let standings = ofView.get(contents)
  if (!standings) {
    standings = new Uint8Array(contents.count)
    for (let i = 0; i < contents.count; i++) standings[i] = numbers[view.standingOf(placeOf(contents, i))]
    ofView.set(contents, standings)
  }
  return standings
}

const names: Standing[] = ['None', 'Eligible', 'Revoked']

/** A view of just these segments, of which it is known what their contributions count: what a thread was told of another's. */
export function viewOver(segments: readonly Contents[], standings: readonly Standings[]): View {
  const view: View = {
    standingOf(place) {
      for (const [s, segment] of segments.entries()) {
        const ordinal = ordinalOf(segment, place)
        if (ordinal !== undefined) return names[standings[s]![ordinal]!]!
      }
      return 'None'
    },
  }
  known.set(view, new WeakMap(segments.map((segment, s) => [segment, standings[s]!])))
  return view
}
