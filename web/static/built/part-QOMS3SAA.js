import{a}from"./part-YHA6ABEM.js";import"./part-K4SABGCS.js";export{a as download};
