// What a diagram may hold beside plain BPMN: engine/diagrams/extensions.py is the list this follows. policy.json also mends
// five places in which bpmn-moddle writes other elements, or another order, than the BPMN schema has.
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import policy from "./policy.json";

// The server hands out and keeps the names of today (engine/diagrams/spelling.py). What a browser kept from before may have
// this one under its earlier name, and must not lose it until it is saved.
const earlier = structuredClone(policy.types.filter(({ name }) => name === "PublishMessage"));

export const vocabulary = { zeebe: { ...zeebe, types: [...zeebe.types, ...earlier] }, policy };
