/*
 * Hostname level: two runs, a person and Cloudflare, written from the rules alone. Searched exactly by SPIN.
 *
 * Time passes in ticks, at any moment and as many as one likes. An edge may show a replaced certificate for
 * less than GRACE ticks after the association that replaced it turned active, and until then without limit.
 * A late request takes effect before the next tick, or never. `updated_at` is an age in ticks, HOUR at most.
 */
#include "hostname-rules.pml"
#include "hostname-world.pml"

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
