import{a as e}from"../part-EIQA7SWF.js";import"../part-KLXKPOLJ.js";import"../part-K4SABGCS.js";await e(document.getElementById("editor"));
