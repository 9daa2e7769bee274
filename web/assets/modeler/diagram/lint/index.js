// What shows the server's findings on the canvas.
export const lintModules = [];
