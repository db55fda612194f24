import { expect, test } from "vitest";
import type { Json } from "../../modules/contract/json.ts";
import { unsealed } from "../../modules/protectors/kit/sealing.ts";
import { IN_TERRAFORM, loadTerraformKind } from "../../modules/protectors/load-terraform.ts";
import type { IdMap } from "../../modules/protectors/protector.ts";
import { terraformConfiguration } from "../../modules/restore/as-terraform/configuration.ts";
import { HANDED_IN } from "../support/conforming/handed-in.ts";
import { SOURCE } from "../support/protector-conformance/conforming.ts";
import { forThings } from "../support/protector-conformance/law.ts";
import { argumentMistakes, readSchema } from "../support/provider-schema.ts";

const schema = readSchema();

test.each(HANDED_IN.map((kind) => [kind.protector.spec.kind, kind] as const))(
  "whatever a %s is, the provider knows each argument that it is said in, gone or there, and what is sealed lies among the values",
  async (name, conforming) => {
    const kind = await loadTerraformKind(name);
    if (kind === undefined) return expect(IN_TERRAFORM).not.toContain(name);
    let resources = 0;
    await forThings(conforming, { cases: 60 }, async (journey) => {
      const captured = await journey.captured(journey.source());
      const whole = unsealed(captured.document, captured.secrets, kind.sealed ?? []);
      const { arn: source } = conforming.protector.identity(captured.document);
      for (const live of [undefined, whole.document]) {
        const isThere = live !== undefined;
        const form = kind.form({
          ...whole,
          live,
          ...(isThere && { liveSecrets: whole.secrets }),
          isThere,
          source,
          // What is there is what it was.
          ids: isThere ? sameIds(whole.document as Json, source) : {},
          imports: {},
          now: Date.parse("2026-11-30T00:00:00Z"),
        });
        // As it was, it is no other one.
        if (isThere) expect(form.left.filter((what) => what.includes("says otherwise"))).toEqual([]);
        const thing = { kind: name, id: "a thing" } as const;
        const { files } = terraformConfiguration({
          target: SOURCE,
          things: [{ thing, about: "", resources: form.resources }],
        });
        const clear = JSON.stringify([...files]);
        for (const text of hiddenTexts(captured.secrets as Json | undefined))
          expect(clear).not.toContain(JSON.stringify(text).slice(1, -1));
        for (const { resource = {} } of files.values() as Iterable<{
          resource?: Record<string, Record<string, never>>;
        }>)
          for (const [type, all] of Object.entries(resource))
            for (const body of Object.values(all)) {
              resources += 1;
              expect(argumentMistakes(schema, type, body)).toEqual([]);
            }
      }
    });
    expect(resources).toBeGreaterThan(0);
  },
);

/** The page says that definitions, patterns and filters stand in the configuration, and tells people to look at them. */
const IN_CLEAR = /pattern|filter|^rules\[|^dataProtectionPolicy/i;
/** Shorter ones may be words of the configuration by chance. */
const TELLING = 8;

function hiddenTexts(secrets: Json | undefined): readonly string[] {
  const {
    sealed = {},
    definitions: _,
    ...own
  } = (secrets ?? {}) as { readonly sealed?: Readonly<Record<string, Json>>; readonly definitions?: Json };
  const hidden = Object.entries(sealed).filter(([place]) => !IN_CLEAR.test(place));
  return textsIn([own as Json, ...hidden.map(([, value]) => value)]).filter(
    ({ length }) => length >= TELLING,
  );
}

function sameIds(document: Json, arn: string): IdMap {
  const { versions = [] } = document as { readonly versions?: readonly { readonly version: string }[] };
  const own = versions.map(({ version }) => `${arn}:${version}`);
  return Object.fromEntries([...textsIn(document), ...own].map((text) => [text, text]));
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((one) => textsIn(one as Json))
    : [];
}
