// The only clock is the one a call brings; there is no randomness.
import { builtins, FeelDate, FeelDateTime } from 'feelin';

const { Temporal } = globalThis;
// Shanghai has had this offset without summer time since 1991; an offset keeps results plain ISO 8601.
const ZONE = '+08:00';

let instant = null;

export function setClock(now) {
  instant = now;
}

function shanghai() {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(ZONE);
}

builtins.now = () => new FeelDateTime(shanghai().toPlainDateTime(), ZONE);
builtins.now.$args = [];
builtins.today = () => new FeelDate(shanghai().toPlainDate());
builtins.today.$args = [];

function refuse() {
  throw new Error('FEEL has no clock but now() and today(), and no randomness');
}

Date.now = refuse;
Math.random = refuse;
for (const name of Object.getOwnPropertyNames(Temporal.Now)) {
  Temporal.Now[name] = refuse;
}
