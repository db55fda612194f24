import type { JsonObject } from "../../../contract/json.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { type Arguments, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../../kit/terraform/says-otherwise.ts";
import type { QualifiedDocument } from "../document.ts";
import { toQualifier } from "../restore/ids.ts";
import { urlForm } from "../url.ts";
import { hasQualifier } from "./aliases.ts";
import { FUNCTION, type FunctionInTerraform, LATEST, qualified } from "./draft.ts";
import { qualifierOf } from "./permissions.ts";

type List = "asyncConfigs" | "urls" | "provisioned";

/** Settings that stand beside a function, or beside one of its aliases or versions. */
export function settingResources(draft: FunctionInTerraform): readonly TerraformResource[] {
  const { name, recursiveLoop } = draft.document;
  return [
    ...eachOf(draft, "asyncConfigs", {
      type: "aws_lambda_function_event_invoke_config",
      name: "asynchronous settings",
      importId: (now) => qualified(name, now, ":"),
      words: (settings) => providerWords(canonical(settings)),
    }),
    ...eachOf(draft, "urls", {
      type: "aws_lambda_function_url",
      name: "URL",
      importId: (now) => qualified(name, now, "/"),
      words: (settings) => providerWords(urlForm(settings), { AuthType: "authorization_type" }),
      isOpen: (there, wanted) => sameJson(urlForm(there), urlForm(wanted)),
    }).map((one) => ({ ...one, opens: true as const })),
    ...eachOf(draft, "provisioned", {
      type: "aws_lambda_provisioned_concurrency_config",
      name: "provisioned concurrency",
      importId: (now) => `${name},${now}`,
      words: (settings) => providerWords(settings),
    }),
    ...runtimeManagement(draft),
    ...(recursiveLoop === undefined
      ? []
      : [
          {
            type: "aws_lambda_function_recursion_config",
            key: "",
            arguments: {
              function_name: new OwnAttribute(FUNCTION, "", "function_name"),
              recursive_loop: recursiveLoop,
            },
            ...(draft.live !== undefined && { importId: name }),
          },
        ]),
  ];
}

interface Form {
  readonly type: string;
  /** Told to people. */
  readonly name: string;
  readonly importId: (qualifier: string) => string;
  readonly words: (settings: JsonObject) => Arguments;
  /** Of what lets events in: whether it does as it is there. */
  readonly isOpen?: (there: JsonObject, wanted: JsonObject) => boolean;
}

function eachOf(draft: FunctionInTerraform, list: List, form: Form): readonly TerraformResource[] {
  return (draft.document[list] ?? []).flatMap(
    ({ qualifier, settings }: QualifiedDocument): TerraformResource[] => {
      if (!hasQualifier(draft, qualifier)) {
        draft.left.push(`its ${form.name} of ${qualifier}, which is not there`);
        return [];
      }
      const now = toQualifier(qualifier, draft.ids) ?? qualifier;
      const there = draft.live?.[list]?.find((one) => one.qualifier === now);
      const wanted = draft.resolved(settings);
      if (there !== undefined && form.isOpen?.(there.settings, wanted) === false) {
        draft.left.push(`its ${form.name} of ${qualifier}: ${SAYS_OTHERWISE}`);
        return [];
      }
      return [
        {
          type: form.type,
          key: qualifier === LATEST ? "" : qualifier,
          arguments: {
            function_name: new OwnAttribute(FUNCTION, "", "function_name"),
            ...(qualifier !== LATEST && { qualifier: qualifierOf(draft, qualifier) }),
            ...form.words(wanted),
          },
          ...(there !== undefined && { importId: form.importId(now) }),
        },
      ];
    },
  );
}

/** Of `$LATEST` and of versions that are there; where nobody said anything, AWS updates by itself. */
function runtimeManagement(draft: FunctionInTerraform): readonly TerraformResource[] {
  const { name, versions } = draft.document;
  return versions.flatMap(({ version, runtimeManagement: settings }): TerraformResource[] => {
    if (settings === undefined || !hasQualifier(draft, version)) return [];
    const now = toQualifier(version, draft.ids) ?? version;
    return [
      {
        type: "aws_lambda_runtime_management_config",
        key: version === LATEST ? "" : version,
        arguments: {
          function_name: new OwnAttribute(FUNCTION, "", "function_name"),
          // The provider makes anew what is imported without one.
          qualifier: now,
          ...providerWords(draft.resolved(settings)),
        },
        ...(draft.live !== undefined && { importId: `${name},${now}` }),
      },
    ];
  });
}
