// What the properties panel adds to the editor.
export const panelModules = [];
