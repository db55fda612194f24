import { EAST, samplePlan, ZONE } from "../../support/sample-plan.ts";
import { moduleOf, synthesized } from "../../support/synthesized.ts";

/** The sample plan and what is synthesized of it: a region, its edge zone, and its links. */
export const plan = samplePlan();
export const modules = synthesized(plan);

export const site = moduleOf(modules, `site-${EAST}`);
export const zone = moduleOf(modules, `zone-${ZONE}`);
export const links = moduleOf(modules, `links-${EAST}`);
