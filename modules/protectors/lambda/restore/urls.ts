import { sameJson } from "../../kit/canonical.ts";
import { labelOf } from "../policy/read.ts";
import { urlAlone } from "../policy/url-alone.ts";
import { urlForm } from "../url.ts";
import { comesBack, type Draft } from "./draft.ts";

/** Settings and CORS come back, by `arm`, since callers may hold the address; that one is AWS's to give, and is another. */
export function planUrls(draft: Draft): void {
  const { document, live, steps, blocked, warnings } = draft;
  for (const url of document.urls) {
    const qualifier = url.qualifier === "$LATEST" ? undefined : url.qualifier;
    const label = labelOf({ name: document.name, qualifier });
    const part = `url/${url.qualifier}`;
    if (!comesBack(draft, part, `the URL of ${label}`)) continue;
    const own = document.policies.filter((policy) => policy.qualifier === qualifier);
    if (urlAlone(own.flatMap(({ statements }) => statements)).length > 0)
      warnings.push(
        `the policy of ${label} allows lambda:InvokeFunctionUrl alone; URLs made since November 2026 need ` +
          "lambda:InvokeFunction too, and answer 403 without it: allow both",
      );
    const there = live?.urls.find((one) => one.qualifier === url.qualifier);
    const same = there !== undefined && sameJson(urlForm(there.settings), urlForm(url.settings));
    const { settings } = url;
    const over = there !== undefined && !same ? { over: urlForm(there.settings) } : {};
    draft.arming.urls.push({ qualifier: url.qualifier, settings, ...over });
    if (same) {
      steps.push({
        title: `URL of ${label} is as it was`,
        call: "lambda:ListFunctionUrlConfigs",
        effect: "keep",
      });
      continue;
    }
    if (url.settings.AuthType === "NONE" && !draft.allowPublic)
      blocked.push({
        because: "public",
        message: `the URL of ${label} asks nobody who they are (AuthType NONE)`,
        hint: `say --allow-public if that is meant, or --skip ${part}`,
      });
    if (there === undefined) warnings.push(`the URL of ${label} gets a new address; point its clients there`);
    draft.atArm.push({
      title: `${there === undefined ? "create" : "set"} the URL of ${label}`,
      call: there === undefined ? "lambda:CreateFunctionUrlConfig" : "lambda:UpdateFunctionUrlConfig",
      effect: there === undefined ? "create" : "replace",
    });
  }
  for (const { qualifier } of live?.urls ?? [])
    if (!document.urls.some((url) => url.qualifier === qualifier))
      warnings.push(`the URL of ${document.name} (${qualifier}) is not in the point; it stays`);
}
