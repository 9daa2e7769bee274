import{a}from"./part-YHA6ABEM.js";import"./part-AYHZPDM5.js";export{a as download};
