import type { Call } from "./call.ts";

/** What goes wrong. */
export type Fault =
  /** An AWS error, without the call having been carried out. */
  | {
      readonly kind: "error";
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /** Carried out, late; not at all when the caller goes away before. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The connection breaks, and nothing was carried out. */
  | { readonly kind: "drop-before" }
  /** It was carried out, but the answer is lost. */
  | { readonly kind: "drop-after" }
  /** The connection breaks within the answer's body, after `bytes`. Default: half of it. */
  | { readonly kind: "truncate"; readonly bytes?: number }
  /** One byte of the answer's body is inverted, at `at`. Default: the middle one. */
  | { readonly kind: "flip"; readonly at?: number };

/** Which calls a fault is for. All that is given must fit. */
export interface FaultRule {
  readonly service?: string;
  /** A regular expression on the whole action's name. */
  readonly action?: string;
  readonly region?: string;
  /** A regular expression, found anywhere in the resource. */
  readonly resource?: string;
  /** Fitting calls that pass before the first one fails. Default: 0. */
  readonly after?: number;
  /** Calls that fail. Default: all. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface Faults {
  /** Replaces all rules. @throws SyntaxError when an expression does not parse */
  readonly set: (rules: readonly FaultRule[]) => void;
  /** The fault for this call, which it uses up; the first fitting rule counts. */
  readonly take: (call: Call) => Fault | undefined;
}

export function makeFaults(): Faults {
  let armed: { fits: (call: Call) => boolean; after: number; times: number; fault: Fault }[] = [];
  return {
    set: (rules) => {
      armed = rules.map((rule) => ({
        fits: fitting(rule),
        after: rule.after ?? 0,
        times: rule.times ?? Number.POSITIVE_INFINITY,
        fault: rule.fault,
      }));
    },
    take: (call) => {
      const rule = armed.find(({ times, fits }) => times > 0 && fits(call));
      if (rule === undefined) return undefined;
      if (rule.after > 0) {
        rule.after -= 1;
        return undefined;
      }
      rule.times -= 1;
      return rule.fault;
    },
  };
}

function fitting({ service, action, region, resource }: FaultRule): (call: Call) => boolean {
  const named = action === undefined ? undefined : new RegExp(`^(?:${action})$`);
  const about = resource === undefined ? undefined : new RegExp(resource);
  return (call) =>
    (service === undefined || service === call.service) &&
    (region === undefined || region === call.region) &&
    (named === undefined || named.test(call.action)) &&
    (about === undefined || about.test(call.resource ?? ""));
}
