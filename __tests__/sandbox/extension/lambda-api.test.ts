import { code } from "./lambda-api/code.ts";
import { lists } from "./lambda-api/lists.ts";
import { policies } from "./lambda-api/policies.ts";
import { revisions } from "./lambda-api/revisions.ts";
import { settings } from "./lambda-api/settings.ts";
import { triggers } from "./lambda-api/triggers.ts";
import { versions } from "./lambda-api/versions.ts";
import { probeBoth } from "./probes.ts";

probeBoth([...code, ...settings, ...revisions, ...versions, ...policies, ...triggers, ...lists]);
