#!/usr/bin/env node
// A Couplet plugin in JavaScript, with nothing but Node.js: gadgets are mirrored from the ERP to the CRM and back.
// It is written against docs/protocol/v1.md alone.
"use strict";
const { createHash } = require("crypto");
const { writeSync } = require("fs");

const NAME = "gadgets", VERSION = "1.0.0";
// Which fields belong together, and which way they travel.
const MAP = [
  { erp: "number", crm: "gadgetnumber", direction: "toCRM" },
  { erp: "displayName", crm: "name", direction: "both" },
  { erp: "weight", crm: "weight", direction: "both" },
];
const KEY = { erp: [], crm: ["gadgetnumber"] };
const SIDES = ["erp", "crm"];

class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const other = (side) => (side === "erp" ? "crm" : "erp");
const travels = (line, side) => line.direction === "both" || line.direction === (side === "crm" ? "toCRM" : "toERP");
const isEmpty = (value) => value === undefined || value === null || value === "";
const isChanged = (side, field) => side.changed === "unknown" || (side.changed ?? []).includes(field);

// What the plugin does in a tenant.
function describe({ metadata }) {
  for (const side of SIDES) {
    const there = new Set(metadata[side].fields.map((field) => field.name));
    const missing = MAP.map((line) => line[side]).filter((name) => !there.has(name));
    if (missing.length) throw new Failure(2003, `${side} lacks ${missing.join(", ")}`);
  }
  return {
    fields: MAP.map((line) => ({ ...line, group: line.erp, policy: "erpWins" })),
    reads: { erp: MAP.map((line) => line.erp), crm: MAP.map((line) => line.crm) },
    matchRules: [{ name: "key", criteria: [{ erp: "number", crm: "gadgetnumber", like: "exact" }] }],
    naturalKey: KEY, references: [], filters: { erp: [], crm: [] }, creates: { erp: true, crm: true }, notes: [],
    fingerprint: createHash("sha256").update(JSON.stringify(MAP)).digest("hex").slice(0, 16),
  };
}

function decide(pair) {
  const decision = (what, code, more = {}) => ({ pair: pair.pair, do: what, ...more, reason: { code } });
  if (pair.match?.ambiguous) {
    return decision("setAside", "ambiguous", { problem: { code: 4006, args: [pair.match.rule] } });
  }
  for (const side of SIDES) {
    if (pair[side].state === "deleted") return decision(pair.coupled ? "uncouple" : "none", `deletedIn${side.toUpperCase()}`);
  }
  if (SIDES.some((side) => pair[side].state === "outOfScope")) return decision("none", "outOfScope");
  for (const side of ["crm", "erp"]) {
    if (pair[side].state === "absent") return create(decision, side, pair[other(side)].fields ?? {});
  }
  return merge(decision, pair);
}

function create(decision, side, source) {
  const set = {};
  for (const line of MAP) {
    const value = source[line[other(side)]];
    if (travels(line, side) && !isEmpty(value)) set[line[side]] = value;
  }
  const key = KEY[side].length && KEY[side].every((name) => name in set) ? { key: KEY[side] } : {};
  return decision("create", side === "crm" ? "onlyInERP" : "onlyInCRM", { side, set, ...key });
}

// What the ERP changed goes to the CRM; what only the CRM changed comes back.
function merge(decision, pair) {
  const write = { erp: {}, crm: {} };
  for (const line of MAP) {
    const target = ["crm", "erp"].find((side) => travels(line, side) && isChanged(pair[other(side)], line[other(side)]));
    if (!target) continue;
    const value = pair[other(target)].fields?.[line[other(target)]];
    const there = pair[target].fields?.[line[target]];
    if (value === undefined || value === there || (isEmpty(value) && isEmpty(there))) continue;
    write[target][line[target]] = value;
  }
  const written = SIDES.filter((side) => Object.keys(write[side]).length);
  if (written.length === 2) return decision("updateBoth", "merged", write);
  if (written.length === 1) return decision("update", "merged", { side: written[0], set: write[written[0]] });
  return decision(pair.coupled ? "none" : "couple", "same");
}

// The conversation: one line in, one line out.
let last = 0, isReady = false, isCancelled = false, running = 0;
const waiting = new Map();

function send(message) {
  let line = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
  while (line.length) {
    try {
      line = line.subarray(writeSync(1, line));
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function ask(method, params) {
  send({ id: ++last, method, params });
  return new Promise((resolve, reject) => waiting.set(last, { resolve, reject }));
}

async function run({ runId }) {
  let outcome = "complete";
  for (let batch = 1; ; ) {
    const page = await ask("changes/next", { runId, limit: 500 });
    if (page.pairs.length) {
      const decisions = page.pairs.map(decide);
      const answer = await ask("decisions/apply", { runId, batch: batch++, decisions, checkpoint: page.checkpoint });
      if (answer.results.some((result) => !["done", "unchanged", "planned"].includes(result.outcome))) outcome = "partial";
      if (answer.stop) return { outcome: "partial" };
    }
    if (isCancelled) throw new Failure(1000, "cancelled");
    if (page.end) return { outcome };
  }
}

async function answer(method, params) {
  if (method === "initialize") {
    if (!params.protocol.includes(1)) throw new Failure(1004, "only version 1 is spoken here");
    isReady = true;
    return { protocol: 1, plugin: { name: NAME, version: VERSION }, capabilities: { decide: {}, validate: {} } };
  }
  if (!isReady) throw new Failure(1002, "initialize comes first");
  switch (method) {
    case "entity/describe": return describe(params);
    case "config/validate":
      return { diagnostics: Object.keys(params.config).map((path) => ({ severity: "error", path, message: `There is no setting ${path}.` })) };
    case "record/decide": return { decision: decide(params.pair) };
    case "sync/run":
      isCancelled = false;
      running = 1;
      try {
        return await run(params);
      } finally {
        running = 0;
      }
    case "$/ping": return { inFlight: running };
    case "shutdown": return {};
    default: throw new Failure(-32601, "no such method");
  }
}

async function hear(message) {
  if (message.method === undefined) {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) asked.reject(new Failure(message.error.code, message.error.message));
    else asked.resolve(message.result);
  } else if (message.id === undefined) {
    if (message.method === "$/cancelRequest") isCancelled = true;
  } else {
    try {
      send({ id: message.id, result: await answer(message.method, message.params ?? {}) });
    } catch (error) {
      const code = error instanceof Failure ? error.code : error instanceof TypeError ? -32602 : -32603;
      send({ id: message.id, error: { code, message: error instanceof Failure ? error.message : error.name } });
    }
  }
}

if (!process.env.COUPLET_PROTOCOL) {
  console.error(`This is the ${NAME} plugin ${VERSION} of Couplet; Couplet starts it.`);
  process.exit(64);
}
let pieces = [];
process.stdin.on("data", (chunk) => {
  for (let start = 0; ; ) {
    const end = chunk.indexOf(10, start);
    pieces.push(chunk.subarray(start, end < 0 ? chunk.length : end));
    if (end < 0) break;
    const line = Buffer.concat(pieces).toString();
    pieces = [];
    start = end + 1;
    if (line.trim()) hear(JSON.parse(line));
  }
});
process.stdin.on("end", () => process.exit(0));
