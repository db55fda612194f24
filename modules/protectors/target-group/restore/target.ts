import { calledVersion, versionNow } from "../../kit/called-version.ts";
import { REGISTER } from "../activate/target.ts";
import type { Draft } from "./draft.ts";

type Planned = Pick<Draft["request"], "translation" | "together" | "known">;

/** The function by its ARN as far as that is known before the first step. */
function targetKnown(planned: Planned): string | undefined {
  return planned.known?.get(calledBy(planned)?.was ?? "") ?? planned.translation.document.target;
}

/** The function with the version that it has now; `lost`: the version did not come back. */
export function targetNow(
  planned: Planned,
  ids: ReadonlyMap<string, string>,
): { readonly target?: string; readonly lost?: string } {
  const { target } = planned.translation.document;
  const call = calledBy(planned);
  if (target === undefined) return {};
  if (call === undefined) return { target };
  const now = versionNow(call, ids);
  return now === undefined ? { lost: call.was } : { target: now };
}

/** The version of a function that the group has, where it has one. */
export function calledBy({ translation: { source, document, used } }: Planned) {
  return calledVersion(source.target ?? "", document.target ?? "", used);
}

/** A group has one function at the most; one that is somebody else's stays. */
export function planTarget({ request, live, atArm, blocked }: Draft): void {
  const target = targetKnown(request);
  const resource = `target group ${request.translation.document.name}`;
  const [other] = (live?.targets ?? []).filter((one) => one !== target);
  if (other !== undefined && target !== undefined)
    blocked.push({
      because: "live",
      message: `${resource} is there with another function, and has one at the most: ${other}`,
      hint: "deregister it (aws elbv2 deregister-targets) if it is no longer wanted, or restore under another name",
    });
  else if (target !== undefined && live?.targets.includes(target) !== true)
    atArm.push({ title: `register ${target} in ${resource}`, call: REGISTER, effect: "create" });
}
