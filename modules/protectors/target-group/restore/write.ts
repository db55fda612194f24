import {
  AddTagsCommand,
  CreateTargetGroupCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { tagList, writableTags } from "../../kit/tags.ts";
import type { Ids } from "../../protector.ts";
import { readAttributes } from "../read.ts";
import type { Draft } from "./draft.ts";
import { differing, type GroupChanges, setAttributes } from "./live.ts";

const CREATE = "elasticloadbalancing:CreateTargetGroup";
const MODIFY = "elasticloadbalancing:ModifyTargetGroup";
const ATTRIBUTES = "elasticloadbalancing:ModifyTargetGroupAttributes";
const TAG = "elasticloadbalancing:AddTags";

/** The group is made in one call, its attributes are set in another one. */
export function planCreate({ ports, request: { translation }, steps }: Draft): void {
  const { source, document } = translation;
  const resource = `target group ${document.name}`;
  steps.push({
    title: `create ${resource}`,
    call: CREATE,
    effect: "create",
    perform: async (ids) => {
      const Tags = tagList(writableTags(document.tags));
      const { TargetGroups: [made] = [] } = await attempt(ports.sleep, { resource, call: CREATE }, () =>
        ports.elb.send(
          new CreateTargetGroupCommand({
            ...document.settings,
            Name: document.name,
            TargetType: "lambda",
            ...(Tags.length > 0 && { Tags }),
          }),
        ),
      );
      if (made?.TargetGroupArn === undefined)
        throw new RestoreError(resource, CREATE, "answered without an ARN", AGAIN);
      ids.set(source.arn, made.TargetGroupArn);
    },
  });
  const set = setAttributes(document.attributes);
  if (Object.keys(set).length > 0) steps.push(attributesStep({ ports, translation }, set, "create"));
}

/** Steps that make a live group as it was captured: exactly what differs. */
export function planChanges(
  { ports, request: { translation }, steps }: Draft,
  { settings, attributes, tags }: GroupChanges,
  begun: boolean,
): void {
  const { source, document } = translation;
  const resource = `target group ${document.name}`;
  const names = (of: object): string => Object.keys(of).join(", ");
  if (names(settings) !== "")
    steps.push({
      title: `set ${names(settings)} of ${resource}`,
      call: MODIFY,
      effect: "replace",
      perform: async (ids) => {
        await attempt(ports.sleep, { resource, call: MODIFY }, () =>
          ports.elb.send(new ModifyTargetGroupCommand({ ...settings, TargetGroupArn: ids.get(source.arn) })),
        );
      },
    });
  if (names(attributes) !== "")
    steps.push(attributesStep({ ports, translation }, attributes, begun ? "create" : "replace"));
  if (names(tags) !== "")
    steps.push({
      title: `set tags ${names(tags)} of ${resource}`,
      call: TAG,
      effect: "replace",
      perform: async (ids) => {
        await attempt(ports.sleep, { resource, call: TAG }, () =>
          ports.elb.send(new AddTagsCommand({ ResourceArns: [arnOf(ids, source.arn)], Tags: tagList(tags) })),
        );
      },
    });
}

function attributesStep(
  { ports, translation: { source, document } }: Pick<Draft, "ports"> & Pick<Draft["request"], "translation">,
  attributes: Readonly<Record<string, string>>,
  effect: "create" | "replace",
): Draft["steps"][number] {
  const resource = `target group ${document.name}`;
  return {
    title: `set ${Object.keys(attributes).join(", ")} of ${resource}`,
    call: ATTRIBUTES,
    effect,
    perform: async (ids) => {
      const TargetGroupArn = arnOf(ids, source.arn);
      await attempt(ports.sleep, { resource, call: ATTRIBUTES }, async () => {
        const Attributes = tagList(differing(attributes, await readAttributes(ports, TargetGroupArn)));
        if (Attributes.length > 0)
          await ports.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
      });
    },
  };
}

/** Of the group that is there, or that the step before has made. */
function arnOf(ids: Ids, source: string): string {
  return ids.get(source) ?? source;
}
