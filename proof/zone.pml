/*
 * Zone level: two runs, a person and Cloudflare, written from the rules alone. Searched exactly by SPIN.
 *
 * The upload is the cut-over: of the certificates that are active the one deployed last is in force. Time
 * passes in ticks, at any moment and as many as one likes. An edge may show what was in force before for less
 * than GRACE ticks. A deployment is over within DEPLOY ticks; a late request takes effect before the next tick,
 * or never. There is no lock: between a look and the deletion that follows it, others may do anything.
 */

/* Configuration, by -D. */
#ifndef GRACE
#define GRACE 1
#endif
#ifndef DEPLOY
#define DEPLOY 1
#endif
#ifndef SUCCESSOR_1
#define SUCCESSOR_1 D /* C: both runs bring the same certificate */
#endif
#ifndef KILLS
#define KILLS 1 /* runs killed, before or after any request, and started again */
#endif
#ifndef FAULTS
#define FAULTS 1 /* requests that are lost, applied with the answer lost, or applied late */
#endif
#ifndef PERSONS
#define PERSONS 0 /* certificates a person deletes or uploads again */
#endif
#ifndef LAG
#define LAG 1 /* 1: the list may not show yet what was uploaded since the last tick */
#endif

/* Guards: each rule of the design is one of these, and 0 takes it away. */
#ifndef DEPLOYED
#define DEPLOYED 1 /* nothing is deleted before the successor is active by its id */
#endif
#ifndef GRACE_OVER
#define GRACE_OVER 1 /* nor before a grace has passed since the first look that showed it active */
#endif
#ifndef BAD_NEWS
#define BAD_NEWS 1 /* what visitors are refused with is no success, and is undone */
#endif
#ifndef KNOWN_BEFORE
#define KNOWN_BEFORE 1 /* a predecessor was active before our POST, or uploaded longer ago than a deployment takes */
#endif
#ifndef UNDER_WAY
#define UNDER_WAY 1 /* what others are deploying is waited for, by id */
#endif
#ifndef FOUND
#define FOUND 1 /* a successor that was only found was not uploaded: what was active before tells nothing */
#endif
#ifndef SAME_UPLOAD
#define SAME_UPLOAD 1 /* the same id with another `uploaded_on` is another certificate */
#endif
#ifndef ORDER
#define ORDER 1 /* where the order is unknown, nothing is told as in force, and nothing is deleted */
#endif
#ifndef LAST_LOOK
#define LAST_LOOK 1 /* each deletion has a look of its own just before */
#endif
#ifndef READ_AFTER
#define READ_AFTER 1 /* after a deletion what it relied on is read by id; where nothing is live, it is uploaded again */
#endif
#ifndef NOT_REFUSED
#define NOT_REFUSED 1 /* a refused successor is never uploaded again */
#endif
#ifndef WAY_BACK
#define WAY_BACK 1 /* where there is nothing to go back to, the successor stays */
#endif
#ifndef BY_ID
#define BY_ID 1 /* the way back leads to any older certificate that is active by its id now, not to a remembered one */
#endif
#ifndef RESTART
#define RESTART 1 /* in force and refused, as a killed run left it: this run goes back */
#endif

#define P 0 /* the predecessor */
#define C 1 /* the successors */
#define D 2
#define NONE 3
mtype:certificate = { absent, deploying, live, dying };
mtype:phase = { start, upload, deploy, watch, remove, after, back, remove_own, after_own, ended };

/* The world as it is. */
mtype:certificate status[3];
bool accepts[3]; /* whether the origin accepts it */
byte rank[3]; /* by the order of deployments: 3 is in force, 0 is not live */
byte up[3]; /* ticks since its upload, DEPLOY + 1 at most */
byte prior[3]; /* those uploaded longer before it than a deployment takes, as dates tell */
byte earlier[3]; /* those uploaded before it at all */
byte shows[3]; /* for how many ticks some edge may still show it */
byte late[2]; /* a request of each run on its way: kind and certificate */
byte kills; byte faults; byte persons;
bool clean; bool wait; byte waited; byte turn; bool excused; bool meddled;

/* What a run knows. */
mtype:phase at[2];
byte before[2]; /* active when it looked before its POST */
bool posted[2]; /* the POST was answered: it is ours and new */
byte same[2]; /* not uploaded again since the look at the start */
byte since[2]; /* 0, or 1 and the ticks since the first look that showed it active */
bool well[2]; /* visitors got through as it began */
bool fresh[2]; bool moved[2]; /* a look just now; whether the world has moved since */
bool judged[2]; /* it refused its successor */
byte target; byte h;

#define bit(n) (1 << (n))
#define has(set, n) (((set) >> (n)) & 1)
#define succ(r) (r == 0 -> C : SUCCESSOR_1)
#define lives(c) (status[c] == live)
#define all_live (lives(P) | (lives(C) << 1) | (lives(D) << 2))
#define others(r) (all_live & ~bit(succ(r)))
#define unknown(c, d) (lives(c) && lives(d) && !has(prior[c], d) && !has(prior[d], c))
#define in_force (rank[P] == 3 -> P : (rank[C] == 3 -> C : D))
#define under_way(r) ((status[C] == deploying && succ(r) != C) || (status[D] == deploying && succ(r) != D) || status[P] == deploying)
#define older(r) ((KNOWN_BEFORE -> (posted[r] || !FOUND -> before[r] : 0) | prior[succ(r)] : earlier[succ(r)]) & (SAME_UPLOAD -> same[r] : 7) & others(r))
#define unordered(r) (others(r) & ~older(r))
#define gone(r) ((!lives(succ(r)) && DEPLOYED) || (!has(same[r], succ(r)) && SAME_UPLOAD))
#define bad(r) (BAD_NEWS && (since[r] > GRACE || well[r]) && (posted[r] || RESTART) &&\
                ((shows[C] > 0 && !accepts[C]) || (shows[D] > 0 && !accepts[D])))
#define gives_up (!clean || waited > 2 * (GRACE + DEPLOY))

/* Cloudflare deploys: the last one deployed is in force, and edges follow within a grace. */
inline activate(c) {
  d_step {
    status[c] = live;
    rank[P] = rank[P] - (rank[P] > 1); rank[C] = rank[C] - (rank[C] > 1); rank[D] = rank[D] - (rank[D] > 1);
    rank[c] = 3; shows[c] = GRACE; moved[0] = true; moved[1] = true; wait = false
  }
}
/* A POST: what exists is refused with 1406; a tombstone is refused, or revived and living, or revived and dying. */
inline post(c) {
  if
  :: status[c] == absent || status[c] == dying ->
     d_step {
       status[c] = deploying; up[c] = 0; rank[c] = 0;
       prior[c] = (all_live & ((up[P] > DEPLOY) | ((up[C] > DEPLOY) << 1) | ((up[D] > DEPLOY) << 2))) & ~bit(c);
       earlier[c] = ((status[P] != absent) | ((status[C] != absent) << 1) | ((status[D] != absent) << 2)) & ~bit(c);
       prior[P] = prior[P] & ~bit(c); prior[C] = prior[C] & ~bit(c); prior[D] = prior[D] & ~bit(c);
       earlier[P] = earlier[P] & ~bit(c); earlier[C] = earlier[C] & ~bit(c); earlier[D] = earlier[D] & ~bit(c);
       same[0] = same[0] & ~bit(c); same[1] = same[1] & ~bit(c); moved[0] = true; moved[1] = true
     }
  :: status[c] != absent
  fi
}
inline erase(c) {
  d_step {
    if
    :: lives(c) ->
       status[c] = dying; shows[c] = 0; moved[0] = true; moved[1] = true;
       rank[P] = rank[P] + (rank[P] > 0 && rank[P] < rank[c]); rank[C] = rank[C] + (rank[C] > 0 && rank[C] < rank[c] && C != c);
       rank[D] = rank[D] + (rank[D] > 0 && rank[D] < rank[c] && D != c);
       rank[c] = 0;
       if :: rank[P] == 3 -> shows[P] = GRACE :: rank[C] == 3 -> shows[C] = GRACE :: rank[D] == 3 -> shows[D] = GRACE :: else fi
    :: else
    fi
  }
}
inline send(r, kind, c) {
  if
  :: if :: kind == 1 -> post(c) :: kind == 2 -> erase(c) fi;
     printf("run %d sends %d, certificate %d\n", r, kind, c)
  :: faults > 0 -> faults--; printf("run %d sends %d in vain, certificate %d\n", r, kind, c)
  :: faults > 0 && late[r] == 0 -> faults--; late[r] = kind * 4 + c; printf("run %d sends %d late, certificate %d\n", r, kind, c)
  fi
}
inline forget(r, phase) {
  d_step {
    at[r] = phase; before[r] = 0; posted[r] = false; same[r] = 7; since[r] = 0; well[r] = false; fresh[r] = false;
    moved[r] = false; judged[r] = false; waited = 0
  }
}
inline look(r) {
  fresh[r] = true; moved[r] = false;
  same[r] = (lives(succ(r)) && since[r] == 0 -> same[r] | bit(succ(r)) : same[r]);
  since[r] = (lives(succ(r)) && since[r] == 0 -> 1 : since[r]);
  printf("run %d looks: live %d, in force %d, older %d, unordered %d\n", r, all_live, in_force, older(r), unordered(r))
}
inline fail(r) {
  printf("run %d fails\n", r);
  excused = clean && (excused || waited > 2 * (GRACE + DEPLOY));
  forget(r, ended)
}
/* Property: what is told as in force is, and is accepted. */
inline succeed(r) {
  printf("run %d says its certificate is in force\n", r);
  assert(lives(succ(r)) && accepts[succ(r)] && ((in_force == succ(r) && !under_way(r)) || moved[r]));
  forget(r, ended)
}

proctype rotation(byte r) {
end:
  do
  :: atomic { at[r] == start ->
     before[r] = others(r); same[r] = 7;
     well[r] = (all_live != 0 && accepts[in_force]);
     if
     :: status[succ(r)] == absent || status[succ(r)] == dying -> at[r] = upload
     :: LAG && (lives(succ(r)) || status[succ(r)] == deploying) && up[succ(r)] == 0 -> at[r] = upload
     :: lives(succ(r)) || status[succ(r)] == deploying -> at[r] = deploy
     fi;
     printf("run %d begins: live %d, in force %d\n", r, all_live, in_force) }

  /* A POST that was answered is ours; 1406 or a lost answer only finds it. A refused one is never sent again. */
  :: atomic { at[r] == upload && !wait ->
     assert(!judged[r]);
     if
     :: status[succ(r)] == dying && gives_up -> fail(r)
     :: status[succ(r)] == dying && clean -> wait = true
     :: else ->
        target = (status[succ(r)] == absent || status[succ(r)] == dying);
        at[r] = deploy; since[r] = 0;
        send(r, 1, succ(r));
        posted[r] = (target && status[succ(r)] == deploying); waited = 0
     fi;
     target = 0 }
  :: atomic { at[r] == deploy && !wait ->
     if
     :: lives(succ(r)) || (!DEPLOYED && status[succ(r)] == deploying) -> at[r] = watch; waited = 0
     :: status[succ(r)] == absent || status[succ(r)] == dying -> at[r] = upload
     :: status[succ(r)] == deploying && clean -> wait = true
     :: gives_up -> fail(r)
     fi }

  :: atomic { at[r] == watch && !wait ->
     look(r);
     if
     :: gone(r) -> fail(r) /* the world moved */
     :: !gone(r) && bad(r) -> at[r] = back; waited = 0
     :: !gone(r) && !bad(r) && (since[r] > GRACE || !GRACE_OVER) && !(under_way(r) && UNDER_WAY) ->
        if
        :: (ORDER && unordered(r) != 0) -> fail(r)
        :: (!ORDER || unordered(r) == 0) && older(r) == 0 -> succeed(r)
        :: (!ORDER || unordered(r) == 0) && older(r) != 0 -> at[r] = remove
        fi
     :: !gone(r) && (since[r] <= GRACE || under_way(r)) -> wait = clean
     :: gives_up -> fail(r)
     fi }

  :: atomic { at[r] == remove && (fresh[r] || !LAST_LOOK) ->
     target = (has(older(r), P) -> P : (has(older(r), C) -> C : D));
     /* Property: where nobody has moved since the look, no visitor is shown what goes, and another stays. */
     assert(moved[r] || !lives(target) || shows[target] == 0);
     assert(moved[r] || (all_live & ~bit(target)) != 0);
     assert(LAST_LOOK || !lives(target) || shows[target] == 0);
     at[r] = after; fresh[r] = false;
     send(r, 2, target); target = 0 }
  :: atomic { at[r] == remove && !fresh[r] && LAST_LOOK -> at[r] = watch }

  /* What the deletion relied on is read by id. */
  :: atomic { at[r] == after ->
     if
     :: lives(succ(r)) && READ_AFTER -> at[r] = watch
     :: all_live == 0 && READ_AFTER && !wait -> at[r] = upload; posted[r] = false
     :: !lives(succ(r)) && all_live != 0 && READ_AFTER -> fail(r)
     :: !READ_AFTER -> succeed(r)
     fi }

  /* Roll back: to an older one that is active by its id now. */
  :: atomic { at[r] == back ->
     look(r);
     judged[r] = true;
     if
     :: !lives(succ(r)) -> fail(r)
     :: lives(succ(r)) && ((BY_ID && older(r) == 0) || (!BY_ID && !lives(P))) && WAY_BACK ->
        /* Property: what could be gone back to is. */
        assert(older(r) == 0);
        fail(r)
     :: lives(succ(r)) && ((BY_ID && older(r) != 0) || (!BY_ID && lives(P)) || !WAY_BACK) -> at[r] = remove_own
     fi }
  :: atomic { at[r] == remove_own && (fresh[r] || !LAST_LOOK) ->
     /* Property: never the only one, as far as the look could tell. */
     assert(moved[r] || (all_live & ~bit(succ(r))) != 0);
     at[r] = after_own; fresh[r] = false;
     send(r, 2, succ(r)) }
  :: atomic { at[r] == remove_own && !fresh[r] && LAST_LOOK -> at[r] = back }
  :: atomic { at[r] == after_own ->
     if
     :: lives(succ(r)) && !gives_up -> at[r] = back
     :: !lives(succ(r)) && all_live == 0 && !NOT_REFUSED -> at[r] = upload
     :: gives_up || !lives(succ(r)) -> fail(r)
     fi }

  /* Killed at any moment, and started again without memory. */
  :: atomic { kills > 0 && at[r] != start && at[r] != ended -> printf("run %d is killed\n", r); kills--; forget(r, start) }

  /* Faults have stopped: two more runs of each. */
  :: atomic { at[r] == ended && clean && turn / 3 == r && turn % 3 < 2 -> turn++; at[r] = start }
  od
}

proctype world() {
end:
  do
  :: atomic { status[P] == deploying -> activate(P) }
  :: atomic { status[C] == deploying -> activate(C) }
  :: atomic { status[D] == deploying -> activate(D) }
  :: atomic { status[P] == dying -> status[P] = absent; wait = false }
  :: atomic { status[C] == dying -> status[C] = absent; wait = false }
  :: atomic { status[D] == dying -> status[D] = absent; wait = false }
  /* A tombstone that was revived may die all the same. */
  :: atomic { faults > 0 && status[C] == deploying && up[C] == 0 -> faults--; status[C] = dying }
  :: atomic { late[0] != 0 -> h = late[0]; late[0] = 0; printf("late %d\n", h); if :: h / 4 == 1 -> post(h % 4) :: else -> erase(h % 4) fi; h = 0 }
  :: atomic { late[1] != 0 -> h = late[1]; late[1] = 0; printf("late %d\n", h); if :: h / 4 == 1 -> post(h % 4) :: else -> erase(h % 4) fi; h = 0 }

  /* A person in the dashboard: what it takes from visitors is the person's. */
  :: atomic { persons > 0 ->
     persons--; meddled = true;
     if :: target = P :: target = C :: target = D fi;
     printf("a person deletes or uploads %d\n", target);
     if :: lives(target) -> erase(target) :: accepts[target] -> post(target) :: else fi;
     target = 0 }

  /* Time passes. */
  :: atomic { (!clean || wait) && !((status[C] == deploying && up[C] >= DEPLOY) || (status[D] == deploying && up[D] >= DEPLOY) ||
                                    (status[P] == deploying && up[P] >= DEPLOY)) ->
     d_step {
       h = 0;
       do
       :: h < 3 ->
          shows[h] = shows[h] - (shows[h] > 0 && rank[h] != 3);
          up[h] = up[h] + (up[h] <= DEPLOY);
          h++
       :: else -> break
       od;
       h = 0; late[0] = 0; late[1] = 0; fresh[0] = false; fresh[1] = false;
       since[0] = since[0] + (since[0] > 0 && since[0] <= GRACE);
       since[1] = since[1] + (since[1] > 0 && since[1] <= GRACE);
       wait = false; waited = (clean && waited <= 2 * (GRACE + DEPLOY) -> waited + 1 : waited);
       printf("a tick\n")
     } }

  :: atomic { at[0] == ended && at[1] == ended && !clean && late[0] == 0 && late[1] == 0 ->
     printf("faults stop\n"); clean = true; kills = 0; faults = 0; persons = 0 }
  :: atomic { clean && at[turn / 3] == ended && turn % 3 == 2 ->
     turn++;
     /*
     * Property: two runs after the faults, what is in force is accepted. Where nobody knows the order of two that
     * live, no run goes back: each fails and says so, until a fresh certificate is in force.
     */
     if
     :: turn == 6 -> assert(excused || unknown(P, C) || unknown(P, D) || unknown(C, D) ||
                           (meddled && !(lives(P) || (lives(C) && accepts[C]) || (lives(D) && accepts[D]))) ||
                           (all_live != 0 && accepts[in_force])); break
     :: else
     fi }
  od
}

init {
  atomic {
    status[P] = live; status[C] = absent; status[D] = absent;
    rank[P] = 3; up[P] = DEPLOY + 1; up[C] = DEPLOY + 1; up[D] = DEPLOY + 1; shows[P] = GRACE;
    kills = KILLS; faults = FAULTS; persons = PERSONS;
    accepts[P] = true;
    if :: accepts[C] = true :: skip fi;
    if :: accepts[D] = true :: skip fi;
    forget(0, start); forget(1, start);
    run rotation(0); run rotation(1); run world()
  }
}
