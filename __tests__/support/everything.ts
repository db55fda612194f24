/** Every key of the language, in a policy and an estate that are right where all of it is offered. */
const ESTATE = `version: 1
account: "012345678901"
regions: [us-east-1, eu-west-1, eu-central-1, af-south-1]
edge-zones: [us-east-1-bos-1a, af-south-1-los-1a]
opted-in: [af-south-1]
retired: { us-west-2: 2027-01-31, us-west-2-lax-1a: 2027-01-31 }
site-sets: { emea: ["eu-*", { zones: "af-*", type: local-zone, parent: af-south-1 }] }
targets: { nas: { endpoint: "https://s3.example.com", bucket: nas-1 } }
stay-in: [EU, US, ZA]
api-share: 50%
state: { s3: { bucket: my-state, region: us-east-1, prefix: keep } }
defaults: { retention: 100d, lock: { mode: compliance, confirmed: 2026-11-28 by ana for 100d } }
profiles:
  a: { extends: b, schedule: { every: 6h, time-zone: Europe/Berlin } }
  b: { copies: [eu-central-1], cost: { functions: 3 } }
restore: { pass-roles: ["orders-*"], principals: [role/operators, user/alice] }
notify: [ops@example.com]
source-revision: { tag: git-commit, environment: GIT_COMMIT, image-label: org.opencontainers.image.revision }
`;
const POLICY = `version: 1
name: all
owner: team
extends: a
select:
  tags: { service: [orders, refunds], stage: "*" }
  match: all
  names: ["orders-*"]
  arns: ["arn:aws:lambda:*:*:function:orders-*"]
  runtimes: ["nodejs*"]
  accounts: ["012345678901"]
  exclude: ["*-canary", { name: "tmp-*", reason: rebuilt }]
  resources: ["sqs-queue/orders-*"]
sites: [us-east-1, emea, { zones: "*" }]
exclude-sites: [eu-central-1]
protect: { code: all, configuration: without-environment, triggers: [sqs, s3], state: [tables], events: { kinesis: 24h, eventbridge: all } }
schedule:
  cron: "30 5 * * 1-5"
  time-zone: America/New_York
  start-window: 30m
  completion-window: 4h
  pauses: [{ from: 2026-12-20, to: 2027-01-03, reason: freeze }]
  on: [change, deployment]
  overlap: skip
retention: { keep: 150d, hourly: 2, daily: 7, weekly: 4, monthly: 12, yearly: 2, cold-after: 30d }
copies: [{ to: eu-central-1, keep: 800d, lock: compliance, cold-after: 60d }, nas]
stay-in: [EU, US, ZA]
lock: { mode: compliance, confirmed: 2026-11-29 by ana for 900d }
hold: { reason: case 17, until: 2027-06-30 }
objectives: { rpo: 5d, rto: 4h, survive: 1 }
drill: { every: 30d, site: eu-central-1 }
alerts: { notify: [a@example.com], on: [late] }
compliance: { frameworks: [nist-800-53] }
encryption: { key: "arn:aws:kms:us-east-1:012345678901:alias/mine" }
cost: { limit: 900, functions: 20, package-size: 10MB, changes: 9 }
accept: [{ change: weakens, reason: budget }]
`;

/** It writes no block of its own: the profile's and the estate's hold. */
const PLAIN =
  'version: 1\nname: plain\nowner: team\nextends: a\nselect: { names: ["*"] }\nsites: [eu-west-1]\n';

export const EVERYTHING = [
  { path: "estate.yaml", text: ESTATE },
  { path: "all.yaml", text: POLICY },
  { path: "plain.yaml", text: PLAIN },
];
