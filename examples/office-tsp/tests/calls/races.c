/* Threads that use lines at the same time, also while these are closed: what they are told is judged as ever. */
#include "scenario.h"

#include "platform.h"

#define WORKERS 6
#define ROUNDS 150
#define KEPT 3

/* One for each line, which no other uses; what it saw is read when it has ended. */
static struct worker {
    line on;
    unsigned seed;
    call calls[KEPT];
    unsigned asked, made, came, wrong;
    thread *thread;
} workers[WORKERS];

static unsigned chance(struct worker *self, unsigned below)
{
    self->seed = self->seed * 1664525u + 1013904223u;
    return (self->seed >> 16) % below;
}

/* An answer is the request's id or an error. */
static void asked(struct worker *self, DRV_REQUESTID id, LONG returned)
{
    self->asked++;
    self->wrong += returned >= 0 && returned != (LONG)id;
    told_returned(id, returned);
}

static void begin(struct worker *self, call *place)
{
    static const WCHAR numbers[][5] = {u"101", u"102", u"103", u"201", u"202", u"203", u"0800", u"0444", u"777", u""};
    DRV_REQUESTID id = told_request();
    call made = {NULL, told_new_call(self->on.ht, id), &self->on};
    LONG returned = tsp.TSPI_lineMakeCall(id, self->on.hd, made.ht, &made.hd, (LPCWSTR)numbers[chance(self, 10)], 0, NULL);
    asked(self, id, returned);
    if (returned == (LONG)id) {
        self->made++;
        *place = made;
    }
}

static void use(struct worker *self, call *which)
{
    static DWORD room[WORKERS][1024];
    DWORD *info = room[self - workers];
    const call *other = &self->calls[chance(self, KEPT)];
    DRV_REQUESTID id = told_request();
    LONG result = LINEERR_OPERATIONFAILED;
    switch (chance(self, 10)) {
    case 0:
    case 1:
        result = tsp.TSPI_lineAnswer(id, which->hd, "answer", 6);
        break;
    case 2:
        result = tsp.TSPI_lineDrop(id, which->hd, "drop", 4);
        break;
    case 3:
        result = tsp.TSPI_lineSendUserUserInfo(id, which->hd, "sent", 4);
        break;
    case 4:
        result = tsp.TSPI_lineReleaseUserUserInfo(id, which->hd);
        break;
    case 5:
        result = tsp.TSPI_lineSetCallData(id, which->hd, "data", 4);
        break;
    case 6:
        result = chance(self, 2) ? tsp.TSPI_lineHold(id, which->hd) : tsp.TSPI_lineUnhold(id, which->hd);
        break;
    case 7:
        result = tsp.TSPI_lineSwapHold(id, which->hd, other->hd);
        break;
    case 8:
        info[0] = sizeof room[0];
        self->wrong += tsp.TSPI_lineGetCallInfo(which->hd, (LPLINECALLINFO)info) > 0;
        self->wrong += ((LPLINECALLINFO)info)->dwUsedSize > sizeof room[0];
        break;
    default:
        if (tsp.TSPI_lineCloseCall(which->hd) == 0)
            told_closed_call(which->ht);
        *which = (call){NULL, NULL, NULL};
    }
    asked(self, id, result);
}

static void work(void *with)
{
    struct worker *self = with;
    for (unsigned round = 0; round < ROUNDS; round++) {
        call *place = &self->calls[chance(self, KEPT)];
        if (place->hd != NULL) {
            use(self, place);
            continue;
        }
        place->hd = told_came_in(self->on.ht, &place->ht);
        place->on = &self->on;
        self->came += place->hd != NULL;
        if (place->hd == NULL)
            begin(self, place);
    }
}

/* Everybody works; the lines are closed before that or after. */
static void everybody(unsigned seed, int close_meanwhile)
{
    unsigned asked_all = 0, made = 0, came = 0, wrong = 0;
    about("seed %u", seed);
    session_begin(V3_1);
    for (unsigned each = 0; each < WORKERS; each++)
        workers[each] = (struct worker){.on = line_open(each < 3 ? ANNA + each : SLOW_ANNA + each - 3, V3_1),
                                        .seed = seed * WORKERS + each};
    for (unsigned each = 0; each < WORKERS; each++)
        workers[each].thread = thread_start(work, &workers[each]);
    if (close_meanwhile) {
        sleep_ms(3);
        for (unsigned each = 0; each < WORKERS; each += 2)
            line_close(&workers[each].on);
    }
    for (unsigned each = 0; each < WORKERS; each++)
        thread_join(workers[each].thread);
    for (unsigned each = 0; each < WORKERS; each++) {
        if (!close_meanwhile || each % 2 == 1)
            line_close(&workers[each].on);
        asked_all += workers[each].asked;
        made += workers[each].made;
        came += workers[each].came;
        wrong += workers[each].wrong;
    }
    EQUAL(wrong, 0, "every answer is a request's id or an error");
    CHECK(asked_all > WORKERS * ROUNDS / 4 && made > 0 && (came > 0 || close_meanwhile), "there was something to judge");
    session_end(V3_1);
    about("%s", "");
}

void everything_at_once(void)
{
    group("six lines used at the same time");
    for (unsigned seed = 1; seed <= 5; seed++)
        everybody(seed, 0);
    group("six lines used at the same time, and half of them closed meanwhile");
    for (unsigned seed = 6; seed <= 10; seed++)
        everybody(seed, 1);
}
