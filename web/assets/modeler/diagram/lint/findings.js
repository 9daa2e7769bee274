// Asks the server's rules about the diagram as it is, some moments after every change, and tells who listens to
// "findings.come" ({findings, counts}) or "findings.away" (no answer, `signedOut` where the session is over; the earlier
// findings stand).
import { ask, place } from "../panel/server.js";

// Whoever types in a field or moves something is not done yet.
export const REST = 400;

export function Findings(drawing, eventBus) {
  let timer, asking, changes = 0;

  eventBus.on(["import.done", "commandStack.changed"], () => {
    changes += 1;
    clearTimeout(timer);
    if (place()) timer = setTimeout(look, REST);
  });
  eventBus.on("offered.come", () => {
    if (changes) look();
  });
  eventBus.on("diagram.destroy", () => {
    clearTimeout(timer);
    asking?.abort();
  });

  async function look() {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    const { own, file } = place();
    const { signal } = asking;
    const state = changes;
    performance.mark("lint-begins");
    try {
      const xml = await drawing.xml();
      const answer = await ask(`${own}/lint`, { file, xml }, { signal });
      // What was drawn meanwhile asks again by itself.
      if (state !== changes) return;
      eventBus.fire("findings.come", answer);
      performance.measure("lint", "lint-begins");
    } catch (error) {
      if (error.name !== "AbortError") eventBus.fire("findings.away", { signedOut: error.status === 401 });
    }
  }
}
Findings.$inject = ["drawing", "eventBus"];
