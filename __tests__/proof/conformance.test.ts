import { HANDED_IN } from "../support/conforming/handed-in.ts";
import { protectorConformance } from "../support/protector-conformance.ts";

// Sixty calls of a case, spread over all of them: what one case leaves out, another one meets.
protectorConformance(HANDED_IN, { cases: 25, points: 60, features: 200 });
