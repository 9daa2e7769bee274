// Keys that lead from the sheet to what stands around it: properties, list, help, and saving at once.
const PLACES = { KeyP: "properties", Enter: "properties", NumpadEnter: "properties", KeyT: "elements" };

export default function Leaving(eventBus, keyboard) {
  keyboard.addListener(({ keyEvent }) => {
    const commanded = keyboard.isCmd(keyEvent);
    const plain = !commanded && !keyEvent.altKey && !keyEvent.shiftKey;
    if (commanded && keyEvent.code === "KeyS") eventBus.fire("save.now");
    else if (keyEvent.key === "?" && !commanded) eventBus.fire("help.open");
    else if (plain && PLACES[keyEvent.code]) eventBus.fire("side.open", { tab: PLACES[keyEvent.code] });
    else return;
    return true;
  });
}

Leaving.$inject = ["eventBus", "keyboard"];
