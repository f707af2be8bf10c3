/* Configuration, by -D. */
#ifndef GRACE
#define GRACE 1
#endif
#ifndef SUCCESSOR_1
#define SUCCESSOR_1 D /* C: both runs bring the same certificate */
#endif
#ifndef HOSTS_0
#define HOSTS_0 1 /* bit 0: api, bit 1: www */
#endif
#ifndef HOSTS_1
#define HOSTS_1 2
#endif
#ifndef KILLS
#define KILLS 1 /* runs killed, before or after any request, and started again */
#endif
#ifndef FAULTS
#define FAULTS 1 /* requests that are lost, applied with the answer lost, or applied late */
#endif
#ifndef PERSONS
#define PERSONS 0 /* things a person does in the dashboard */
#endif
#ifndef LAG
#define LAG 0 /* 1: the list of associations may show what was before this tick */
#endif
#ifndef LISTED
#define LISTED 3 /* bit mask of the runs that can list the associations */
#endif
#ifndef LINEAGE_1
#define LINEAGE_1 7 /* certificates of the lineage of run 1; 4: D has one of its own */
#endif
#define LINEAGE_0 (LINEAGE_1 == 4 -> 3 : 7)
#define HOUR (2 * GRACE)
#ifndef ACTIVE_BY
#define ACTIVE_BY (HOUR - GRACE) /* age at which a pending association may turn active at the latest */
#endif

/* Guards: each rule of the design is one of these, and 0 takes it away. */
#ifndef DEPLOYED
#define DEPLOYED 1 /* a hostname is pointed only at a certificate that is active by its id */
#endif
#ifndef BAD_NEWS
#define BAD_NEWS 1 /* what visitors are refused with is no success, and is undone */
#endif
#ifndef IN_PLACE
#define IN_PLACE 1 /* before a predecessor goes, all hostnames of the run are on the successor, seen again */
#endif
#ifndef NAMED
#define NAMED 1 /* what an association names is in use */
#endif
#ifndef SETTLED
#define SETTLED 1 /* no association is pending: what it replaces is in use */
#endif
#ifndef GRACE_APART
#define GRACE_APART 1 /* quiet are only two looks a grace apart */
#endif
#ifndef FROM_SETTLED
#define FROM_SETTLED 1 /* the first of them is one that showed the association settled */
#endif
#ifndef ANEW
#define ANEW 1 /* an association that was changed between them begins anew */
#endif
#ifndef LONG_SETTLED
#define LONG_SETTLED 1 /* `updated_at` counts alone only where it is over an hour ago, not a grace */
#endif
#ifndef WHOLE_ZONE
#define WHOLE_ZONE 1 /* it holds for every hostname of the zone, not for those of the run alone */
#endif
#ifndef STUCK
#define STUCK 1 /* an association that never settles blocks what was uploaded before it was last updated */
#endif
#ifndef LAST_LOOK
#define LAST_LOOK 1 /* a deletion follows a look that showed all of it just before */
#endif
#ifndef LIST
#define LIST 1 /* without a list of associations nothing is deleted */
#endif
#ifndef OLDER
#define OLDER 1 /* unused certificates go only if they are of the lineage, with an earlier notBefore */
#endif
#ifndef TAKE_BACK
#define TAKE_BACK 1 /* the quiet zone holds as well before an upload is taken back */
#endif
#ifndef OWN
#define OWN 1 /* a roll-back deletes only what this run uploaded or adopted */
#endif
#ifndef BY_ID
#define BY_ID 1 /* the way back leads to a certificate that is active by its id now */
#endif
#ifndef RESTART
#define RESTART 1 /* in force and refused, as a killed run left it: this run goes back */
#endif
#ifndef SEEN
#define SEEN 1 /* only what a look showed is told as pointed */
#endif

/* Assumptions about Cloudflare: without one of these the rules are too weak. */
#ifndef LOCK
#define LOCK 1 /* it refuses to delete what an association names (1433) */
#endif
#ifndef ONCE
#define ONCE 1 /* no hostname is pointed at a certificate and away again between a look and the effect of its DELETE */
#endif
