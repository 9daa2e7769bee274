// What the panel adds to the groups of the library: each gives its groups for an element, and entries for groups there are.
import * as general from "./general.js";
import * as basis from "./basis.js";
import * as process from "./process.js";
import * as posts from "./posts.js";
import * as forms from "./forms.js";
import * as handlers from "./handlers.js";
import * as decisions from "./decisions.js";
import * as messages from "./messages.js";
import * as correlation from "./correlation.js";
import * as globals from "./globals.js";
import * as repeating from "./repeating.js";
import * as completing from "./completing.js";
import * as flow from "./flow.js";
import * as data from "./data.js";
import * as notes from "./notes.js";

export const additions = [general, basis, process, posts, forms, handlers, decisions, messages, correlation, globals, repeating, completing, flow, data, notes];
