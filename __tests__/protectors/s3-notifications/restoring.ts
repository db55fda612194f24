import type { Json } from "../../../modules/contract/json.ts";
import type { ThingPlan, TranslationRequest } from "../../../modules/protectors/protector.ts";
import type { NotificationsDocument } from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import type { BucketsAt } from "./place.ts";

type Asked = Partial<TranslationRequest> & { readonly together?: ReadonlySet<string> };

/** What a restore of the document would do there. */
export function planAt(
  there: BucketsAt,
  document: NotificationsDocument,
  { together = new Set(), ...asked }: Asked = {},
): Promise<ThingPlan> {
  const translation = s3Notifications.translate(document, undefined, {
    target: there.at,
    map: {},
    ...asked,
  });
  return s3Notifications.plan(there.all, {
    point: "a-point",
    translation,
    target: there.at,
    together,
    replace: false,
    allowPublic: false,
    today: "2026-11-29",
  });
}

/** Each thing that makes events arrive, done: what it came to, or the message of its error. */
export async function activateAt(
  there: BucketsAt,
  activation: Json,
  note: (text: string) => void = () => undefined,
): Promise<string[]> {
  const done: string[] = [];
  const asked = { arn: "arn:aws:s3:::orders-in", alongside: false, note };
  for (const { activate } of s3Notifications.activate(
    there.all,
    JSON.parse(JSON.stringify(activation)),
    asked,
  ))
    done.push(await activate().catch((error: Error) => error.message));
  return done;
}
