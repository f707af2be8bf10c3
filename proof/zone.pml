/*
 * Zone level: two runs, a person and Cloudflare, written from the rules alone. Searched exactly by SPIN.
 *
 * The upload is the cut-over: of the certificates that are active the one deployed last is in force. Time
 * passes in ticks, at any moment and as many as one likes. An edge may show what was in force before for less
 * than GRACE ticks. A deployment is over within DEPLOY ticks; a late request takes effect before the next tick,
 * or never. There is no lock: between a look and the deletion that follows it, others may do anything.
 */
#include "zone-rules.pml"
#include "zone-world.pml"

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
