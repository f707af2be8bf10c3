/*
 * Hostname level: two runs, a person and Cloudflare, written from the rules alone. Searched exactly by SPIN.
 *
 * Time passes in ticks, at any moment and as many as one likes. An edge may show a replaced certificate for
 * less than GRACE ticks after the association that replaced it turned active, and until then without limit.
 * A late request takes effect before the next tick, or never. `updated_at` is an age in ticks, HOUR at most.
 */

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

#define P 0 /* the predecessor */
#define C 1 /* the successors */
#define D 2
#define NONE 3
#define UNKNOWN 4
mtype:certificate = { absent, deploying, live, dying };
mtype:row = { pending, settled, stuck };
mtype:phase = { start, upload, deploy, cut, quiet, remove, back, take, remove_own, ended };

/* The world as it is. */
mtype:certificate status[3];
bool accepts[3]; /* whether the origin accepts it */
byte row_cert[2]; mtype:row row_is[2]; byte row_age[2]; /* the associations */
byte row_older[2]; /* certificates uploaded before the association was last updated */
byte old_cert[2]; mtype:row old_is[2]; byte old_age[2]; byte old_older[2]; bool lagging[2]; /* as a list may show them */
byte shows[6]; /* for how many ticks some edge may still show a hostname's visitors a certificate */
byte late[2]; /* a request of each run on its way: kind, hostname, certificate */
byte kills; byte faults; byte persons;
bool clean; bool wait; byte waited; byte turn; bool excused; /* the runs after the faults */

/* What a run knows. */
mtype:phase at[2];
byte was[4]; /* what its hostnames were on */
byte moved[2]; byte seen[2]; byte off[2]; bool own[2]; byte free[2]; bool fresh[2];
byte since[4]; /* 0, or 1 and the ticks since the first look at a settled association */
byte changed[2]; /* hostnames whose association is another than at that look */
byte pointed[2]; /* hostnames pointed since the last look */
byte told[2]; byte reached[2];
/* Only within a step. */
byte cert; mtype:row is; byte age; byte older; bool news; byte blocked; byte target; byte h;
byte on; bool in_place; bool own_quiet; bool named; byte next; byte next_cert;

#define bit(n) (1 << (n))
#define has(set, n) (((set) >> (n)) & 1)
#define succ(r) (r == 0 -> C : SUCCESSOR_1)
#define hosts(r) (r == 0 -> HOSTS_0 : HOSTS_1)
#define lineage(r) (r == 0 -> LINEAGE_0 : LINEAGE_1)
#define mine(r, n) has(hosts(r), n)
#define all_live ((status[P] == live) | ((status[C] == live) << 1) | ((status[D] == live) << 2))
#define uploaded ((status[P] != absent) | ((status[C] != absent) << 1) | ((status[D] != absent) << 2))
#define all_settled (row_is[0] == settled && row_is[1] == settled)
/* Whether some edge shows visitors of a hostname what the origin refuses. */
#define refused(n) ((shows[n*3+C] > 0 && !accepts[C]) || (shows[n*3+D] > 0 && !accepts[D]))
/* Bad news at once where visitors got through before; else once the grace is over. */
#define bad_at(r, n) (has(on, n) && refused(n) && (own_quiet || (was[r*2+n] < NONE && accepts[was[r*2+n] % 3])))
#define bad(r) (BAD_NEWS && (bad_at(r, 0) || bad_at(r, 1)))
/* Predecessors: what the run moved hostnames off, and unused ones of the lineage with an earlier notBefore. */
#define predecessors(r) ((off[r] | (OLDER -> lineage(r) & (bit(succ(r)) - 1) : 7)) & ~bit(succ(r)))
/* Nothing more to wait for: with faults at any moment, without them when over an hour has gone by. */
#define gives_up (!clean || waited > HOUR + GRACE)

/* Cloudflare points a hostname. In the worst case some edge follows at once. */
inline point(n, c) {
  d_step {
    if :: LAG && !lagging[n] -> old_cert[n] = row_cert[n]; old_is[n] = row_is[n]; old_age[n] = row_age[n];
                                old_older[n] = row_older[n]; lagging[n] = true
       :: else fi;
    /* Property: no visitor is shown what no edge has yet. */
    assert(c == NONE || status[c % 3] == live);
    if :: ONCE && late[0] == 48 + row_cert[n] -> late[0] = 0 :: else fi;
    if :: ONCE && late[1] == 48 + row_cert[n] -> late[1] = 0 :: else fi;
    row_cert[n] = c; row_is[n] = pending; row_age[n] = 0; row_older[n] = uploaded;
    if :: c != NONE -> shows[n*3+c] = GRACE :: else fi;
    if :: ONCE && has(pointed[0], n) -> fresh[0] = false :: else fi;
    if :: ONCE && has(pointed[1], n) -> fresh[1] = false :: else fi;
    pointed[0] = (fresh[0] -> pointed[0] | bit(n) : 0); pointed[1] = (fresh[1] -> pointed[1] | bit(n) : 0);
    changed[0] = (since[n] > 0 -> changed[0] | bit(n) : changed[0]);
    changed[1] = (since[2+n] > 0 -> changed[1] | bit(n) : changed[1])
  }
}

/*
 * Cloudflare deletes what no association names. Property: no visitor is shown it, at any edge. A list that lags
 * may hide that it was used for a moment and refused: that costs nobody anything.
 */
inline erase(c) {
  d_step {
    if
    :: LOCK && (row_cert[0] == c || row_cert[1] == c) -> skip
    :: else ->
       if :: status[c] == live || status[c] == deploying ->
             assert((LAG && !accepts[c]) || (shows[c] == 0 && shows[3+c] == 0));
             status[c] = dying
          :: else fi
    fi
  }
}

/* One association, now or, where the list lags, as it was before this tick. */
inline look_at(r, n) {
  cert = row_cert[n]; is = row_is[n]; age = row_age[n]; older = row_older[n]; news = true;
  if :: lagging[n] -> cert = old_cert[n]; is = old_is[n]; age = old_age[n]; older = old_older[n]; news = false
     :: true
  fi;
  d_step {
    if
    :: is != settled && FROM_SETTLED -> since[r*2+n] = 0
    :: (is == settled || !FROM_SETTLED) && (since[r*2+n] == 0 || (ANEW && has(changed[r], n) == news)) -> since[r*2+n] = 1
    :: else
    fi;
    changed[r] = (news || since[r*2+n] == 0 -> changed[r] & ~bit(n) : changed[r] | bit(n));
    if
    :: mine(r, n) ->
       if :: row_cert[n] == succ(r) || cert == succ(r) -> reached[r] = reached[r] | bit(n) :: else fi;
       in_place = in_place && cert == succ(r) && is == settled;
       own_quiet = own_quiet && is == settled && (since[r*2+n] > GRACE || !GRACE_APART);
       if :: has(moved[r], n) && cert == succ(r) && is == settled -> seen[r] = seen[r] | bit(n) :: else fi;
       if :: cert == succ(r) -> on = on | (RESTART -> bit(n) : moved[r] & bit(n)) :: else fi;
       if :: cert != succ(r) && next == NONE -> next = n; next_cert = cert :: else fi
    :: else
    fi;
    if
    :: !mine(r, n) && !has(LISTED, r) -> skip /* nobody sees it */
    :: else ->
       named = named || cert == succ(r);
       if :: cert != NONE && NAMED -> blocked = blocked | bit(cert) :: else fi;
       if
       :: !mine(r, n) && !WHOLE_ZONE -> skip
       :: (is == settled || !SETTLED) &&
          (since[r*2+n] > GRACE || !GRACE_APART || age >= (LONG_SETTLED -> HOUR : GRACE)) -> skip
       :: else -> blocked = blocked | (is == stuck || (is == pending && age >= HOUR) -> (STUCK -> older : 0) : 7)
       fi
    fi
  }
}

/* A look at the zone: what may go, and how the run's own hostnames stand. */
inline look(r) {
  in_place = true; own_quiet = true; next = NONE;
  look_at(r, 0); look_at(r, 1);
  d_step {
    free[r] = (LIST && !has(LISTED, r) -> 0 : 7 & ~blocked);
    fresh[r] = true; pointed[r] = 0;
    told[r] = (SEEN -> seen[r] : told[r])
  }
  printf("run %d looks: %d %d on its successor %d, in place %d, quiet %d, may go %d, moved %d\n", r, row_cert[0], row_cert[1], on, in_place, own_quiet, free[r], moved[r])
}
inline done() {
  d_step {
    cert = 0; is = 0; age = 0; older = 0; news = false; blocked = 0; target = 0; h = 0;
    on = 0; in_place = false; own_quiet = false; named = false; next = 0; next_cert = 0
  }
}

/* A request takes effect, is lost, or comes late; which of them, only a look can tell. */
inline take_effect(kind, n, c) {
  if
  :: kind == 1 -> if :: status[c] == absent || status[c] == dying -> status[c] = deploying :: else fi
  :: kind == 2 -> if :: c == NONE || status[c] == live || (!DEPLOYED && status[c] == deploying) -> point(n, c) :: else fi
  :: kind == 3 -> erase(c)
  fi
}
inline send(r, kind, n, c) {
  if
  :: printf("run %d sends %d for hostname %d, certificate %d\n", r, kind, n, c); take_effect(kind, n, c)
  :: faults > 0 -> printf("run %d sends %d in vain: hostname %d, certificate %d\n", r, kind, n, c); faults--
  :: faults > 0 && late[r] == 0 -> printf("run %d sends %d late: hostname %d, certificate %d\n", r, kind, n, c);
     faults--; late[r] = kind * 16 + n * 4 + c
  fi
}

/* A run ends and forgets. */
inline forget(r, next_phase) {
  d_step {
    at[r] = next_phase; moved[r] = 0; seen[r] = 0; off[r] = 0; own[r] = false; free[r] = 0; fresh[r] = false;
    was[r*2] = UNKNOWN; was[r*2+1] = UNKNOWN; since[r*2] = 0; since[r*2+1] = 0; changed[r] = 0; pointed[r] = 0;
    told[r] = 0; reached[r] = 0; waited = 0
  }
}
/* Property: what is told as pointed was. */
inline tell(r) {
  printf("run %d ends\n", r);
  assert((told[r] & ~reached[r]) == 0);
  excused = clean && (excused || waited > HOUR + GRACE);
  forget(r, ended)
}

/* Where a hostname goes back to: what it had, if that is active by its id now; else the newest older one. */
inline way_back(r, n) {
  target = was[r*2+n];
  if
  :: target == NONE || (target < NONE && (has(all_live, target) || !BY_ID)) -> skip
  :: else -> target = (has(all_live & lineage(r), C) && succ(r) == D -> C : (has(all_live & lineage(r), P) -> P : UNKNOWN))
  fi
}

proctype rotation(byte r) {
end:
  do
  :: atomic { at[r] == start ->
     look(r);
     /* Found, and nobody's: adopted. */
     own[r] = !named; at[r] = (status[succ(r)] == absent -> upload : deploy); done() }

  :: atomic { at[r] == upload -> at[r] = deploy; own[r] = true; send(r, 1, 0, succ(r)) }

  :: atomic { at[r] == deploy && !wait ->
     if
     :: status[succ(r)] == live || (!DEPLOYED && status[succ(r)] == deploying) -> at[r] = cut
     :: status[succ(r)] == absent -> at[r] = upload
     :: status[succ(r)] != live && gives_up -> tell(r)
     :: status[succ(r)] != live && status[succ(r)] != absent && clean -> wait = true
     fi }

  /* Point the hostnames, the next once the one before is seen in force. Bad news may come at any look. */
  :: atomic { at[r] == cut && !wait ->
     look(r);
     if
     :: next != NONE && has(seen[r], next) && (!clean || waited > 0) -> tell(r) /* somebody moved it away again */
     :: next != NONE && has(seen[r], next) && clean && waited == 0 -> wait = true
     :: next == NONE && in_place -> at[r] = quiet; waited = 0
     :: next == NONE && !in_place && gives_up -> tell(r) /* a timeout: nothing undone, nothing deleted */
     :: next == NONE && !in_place -> wait = clean
     :: next != NONE && !has(seen[r], next) && (moved[r] & ~seen[r] & ~bit(next)) == 0 ->
        d_step {
          was[r*2+next] = next_cert; moved[r] = moved[r] | bit(next);
          off[r] = (next_cert < NONE -> off[r] | bit(next_cert) : off[r]);
          told[r] = (SEEN -> told[r] : told[r] | bit(next)) };
        send(r, 2, next, succ(r))
     :: next != NONE && (moved[r] & ~seen[r]) != 0 && gives_up -> tell(r)
     :: next != NONE && !has(seen[r], next) && (moved[r] & ~seen[r] & ~bit(next)) != 0 -> wait = clean
     :: bad(r) -> at[r] = back; moved[r] = moved[r] | on; waited = 0
     fi; done() }

  :: atomic { at[r] == quiet && !wait ->
     look(r);
     if
     :: next != NONE && IN_PLACE && (!clean || waited > 0) -> tell(r) /* the world moved */
     :: next != NONE && IN_PLACE && clean && waited == 0 -> wait = true
     :: bad(r) -> at[r] = back; moved[r] = moved[r] | on; waited = 0
     :: (next == NONE || !IN_PLACE) && own_quiet && !bad(r) ->
        /* Property: a predecessor goes, and a run ends well, only with all in place and accepted. */
        if
        :: (predecessors(r) & all_live) == 0 || gives_up -> assert(in_place && accepts[succ(r)]); tell(r)
        :: (predecessors(r) & all_live & free[r]) != 0 -> assert(in_place && accepts[succ(r)]); at[r] = remove
        :: (predecessors(r) & all_live) != 0 && (predecessors(r) & all_live & free[r]) == 0 -> wait = clean
        fi
     :: (next == NONE || !IN_PLACE) && !own_quiet && gives_up -> tell(r)
     :: (next == NONE || !IN_PLACE) && !own_quiet -> wait = clean
     fi; done() }

  :: atomic { at[r] == remove && (fresh[r] || !LAST_LOOK) ->
     h = predecessors(r) & free[r] & all_live;
     h = (has(h, P) -> P : (has(h, C) -> C : (has(h, D) -> D : NONE)));
     at[r] = quiet;
     if
     :: h == NONE -> skip
     :: else ->
        /* Property: nothing else is deleted. */
        assert(has(off[r], h) || (has(lineage(r), h) && h < succ(r)));
        /* Property: the lock is met only where the world moved since the look. */
        assert(!has(LISTED, r) || ((row_cert[0] != h || has(pointed[r], 0) || lagging[0]) &&
                                   (row_cert[1] != h || has(pointed[r], 1) || lagging[1])));
        send(r, 3, 0, h)
     fi; done() }
  :: atomic { at[r] == remove && !fresh[r] && LAST_LOOK -> at[r] = quiet }

  /* Roll back every moved hostname that is on the successor, until none is, for a grace. */
  :: atomic { at[r] == back && !wait ->
     look(r);
     h = ((on & moved[r] & 1) -> 0 : ((on & moved[r] & 2) -> 1 : NONE));
     if
     :: h != NONE ->
        way_back(r, h);
        if
        :: target == UNKNOWN -> tell(r) /* nothing to go back to: it stays */
        :: target != UNKNOWN && target != NONE && !has(all_live, target) -> assert((all_live & lineage(r) & (bit(succ(r)) - 1)) == 0); tell(r)
        :: else -> send(r, 2, h, target)
        fi
     :: h == NONE && (own_quiet || !TAKE_BACK) -> at[r] = take; waited = 0
     :: h == NONE && !own_quiet && TAKE_BACK -> wait = clean
     :: gives_up -> tell(r)
     fi; done() }
  :: atomic { at[r] == take && !wait ->
     look(r);
     if
     :: (!own[r] && OWN) || status[succ(r)] != live || named || gives_up -> tell(r) /* others are on it: it stays */
     :: (own[r] || !OWN) && status[succ(r)] == live && !named &&
        (has(free[r], succ(r)) || !TAKE_BACK) -> at[r] = remove_own
     :: (own[r] || !OWN) && status[succ(r)] == live && !named &&
        !has(free[r], succ(r)) && TAKE_BACK -> wait = clean
     fi; done() }
  :: atomic { at[r] == remove_own ->
     at[r] = take;
     if
     :: fresh[r] -> assert(own[r]); send(r, 3, 0, succ(r))
     :: else
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
  :: atomic { status[C] == deploying -> status[C] = live }
  :: atomic { status[D] == deploying -> status[D] = live }
  :: atomic { status[P] == dying -> status[P] = absent }
  :: atomic { status[C] == dying -> status[C] = absent }
  :: atomic { status[D] == dying -> status[D] = absent }
  :: atomic { row_is[0] != settled && row_age[0] <= ACTIVE_BY -> printf("hostname 0 settles\n"); row_is[0] = settled; wait = false }
  :: atomic { row_is[1] != settled && row_age[1] <= ACTIVE_BY -> printf("hostname 1 settles\n"); row_is[1] = settled; wait = false }
  :: atomic { row_is[0] == pending -> printf("hostname 0 is stuck\n"); row_is[0] = stuck }
  :: atomic { row_is[1] == pending -> printf("hostname 1 is stuck\n"); row_is[1] = stuck }
  :: atomic { late[0] != 0 -> printf("late request %d\n", late[0]); h = late[0]; late[0] = 0; take_effect(h / 16, (h / 4) % 4, h % 4); h = 0 }
  :: atomic { late[1] != 0 -> printf("late request %d\n", late[1]); h = late[1]; late[1] = 0; take_effect(h / 16, (h / 4) % 4, h % 4); h = 0 }

  /* A person in the dashboard. */
  :: atomic { persons > 0 ->
     persons--;
     if :: h = 0 :: h = 1 fi;
     if :: target = P :: target = C :: target = D :: target = NONE fi;
     if
     :: take_effect(2, h, target)
     :: target != NONE && shows[target % 3] == 0 && shows[3 + target % 3] == 0 -> erase(target)
     fi;
     h = 0; target = 0 }

  /* Time passes. */
  :: atomic { !clean || (wait && uploaded == all_live) ->
     d_step {
       h = 0;
       do
       :: h < 2 ->
          if :: row_is[h] == settled ->
                shows[h*3+P] = shows[h*3+P] - (shows[h*3+P] > 0 && row_cert[h] != P);
                shows[h*3+C] = shows[h*3+C] - (shows[h*3+C] > 0 && row_cert[h] != C);
                shows[h*3+D] = shows[h*3+D] - (shows[h*3+D] > 0 && row_cert[h] != D)
             :: else fi;
          row_age[h] = row_age[h] + (row_age[h] < HOUR);
          lagging[h] = false; old_cert[h] = 0; old_is[h] = 0; old_age[h] = 0; old_older[h] = 0;
          since[h] = since[h] + (since[h] > 0 && since[h] <= GRACE);
          since[2+h] = since[2+h] + (since[2+h] > 0 && since[2+h] <= GRACE);
          late[h] = 0; fresh[h] = false; pointed[h] = 0;
          h++
       :: else -> break
       od;
       printf("a tick\n"); h = 0; wait = false; waited = (clean && waited <= HOUR + GRACE -> waited + 1 : waited)
     } }

  :: atomic { at[0] == ended && at[1] == ended && !clean && late[0] == 0 && late[1] == 0 -> printf("faults stop\n"); clean = true; kills = 0; faults = 0; persons = 0 }
  /* Properties: two runs after the faults the goal is reached, or the site is back on what is accepted. */
  :: atomic { clean && at[turn / 3] == ended && turn % 3 == 2 ->
     h = turn / 3;
     if
     :: !all_settled || excused -> skip /* an association stayed pending */
     :: all_settled && !excused && accepts[succ(h)] ->
        assert((!mine(h, 0) || row_cert[0] == succ(h)) && (!mine(h, 1) || row_cert[1] == succ(h)));
        assert(!has(LISTED, h) || (all_live & lineage(h) & (bit(succ(h)) - 1) & ~bit(row_cert[0]) & ~bit(row_cert[1])) == 0)
     :: all_settled && !excused && !accepts[succ(h)] && has(all_live & lineage(h), P) ->
        assert((!mine(h, 0) || row_cert[0] != succ(h)) && (!mine(h, 1) || row_cert[1] != succ(h)));
        assert(!has(LISTED, h) || status[succ(h)] != live || row_cert[0] == succ(h) || row_cert[1] == succ(h))
     :: else
     fi;
     turn = turn + (turn < 5); h = 0; excused = false;
     if :: turn == 5 && at[1] == ended -> break :: else fi }
  od
}

init {
  atomic {
    status[P] = live; status[C] = absent; status[D] = absent;
    row_is[0] = settled; row_is[1] = settled; row_age[0] = HOUR; row_age[1] = HOUR; row_older[0] = 1; row_older[1] = 1;
    shows[P] = GRACE; shows[3+P] = GRACE;
    kills = KILLS; faults = FAULTS; persons = PERSONS;
    accepts[P] = true;
    if :: accepts[C] = true :: skip fi;
    if :: accepts[D] = true :: skip fi;
    forget(0, start); forget(1, start);
    run rotation(0); run rotation(1); run world()
  }
}
