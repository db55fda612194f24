import type { Protector } from "../protector.ts";
import { captureFunction } from "./capture.ts";
import type { FunctionDocument } from "./document.ts";
import { inventory } from "./inventory.ts";
import type { CapturePorts, LambdaReads } from "./ports.ts";

/** Lambda functions of one region: the half of the protector that lists them. */
export function lambdaInventory(reads: LambdaReads): Pick<Protector<FunctionDocument>, "kind" | "inventory"> {
  return { kind: "lambda", inventory: (options) => inventory(reads, options) };
}

/** The half that reads one of them. */
export function lambdaCapture(ports: CapturePorts): Pick<Protector<FunctionDocument>, "kind" | "capture"> {
  return { kind: "lambda", capture: (item, options) => captureFunction(ports, item, options) };
}
