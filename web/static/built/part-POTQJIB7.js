import{a as i}from"./part-NBR7XRCL.js";import{a as o}from"./part-KLXKPOLJ.js";function u(r,a={}){return(o?i[r]??r:r).replace(/{([^}]+)}/g,(m,p)=>a[p]??m)}export{u as a};
