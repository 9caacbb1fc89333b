import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the platform counts, for the whole process; `/metrics` shows it beside the rest. */
export const platformMetrics = new Registry();

export const transactionRetries = new Counter({
  name: "tongdui_transaction_retries_total",
  help: "Transactions run again, because they met another one or lost their connection.",
  labelNames: ["reason"],
  registers: [platformMetrics],
});

export const oneFlightFailures = new Counter({
  name: "tongdui_one_flight_failures_total",
  help: "Batches that one flight could not carry out, and that were carried out in two instead.",
  registers: [platformMetrics],
});

export const laneBatches = new Histogram({
  name: "tongdui_lane_batch_items",
  help: "Requests that were carried out together, by endpoint.",
  labelNames: ["lanes"],
  buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  registers: [platformMetrics],
});

export const laneWaiting = new Gauge({
  name: "tongdui_lane_waiting",
  help: "Requests that wait for their batch, by endpoint.",
  labelNames: ["lanes"],
  registers: [platformMetrics],
});

export const orderCompletionFailures = new Counter({
  name: "tongdui_order_completion_failures_total",
  help: "Delivered orders that the job could not complete; each is tried again later.",
  registers: [platformMetrics],
});

export const boundsMet = new Counter({
  name: "tongdui_bounds_met_total",
  help: "How often a bound on the database ended something; docs/operations/bounds.md lists them.",
  labelNames: ["bound"],
  registers: [platformMetrics],
});
