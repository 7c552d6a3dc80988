/* Transfers of both kinds, redirecting, and calls on hold. */
#include "scenario.h"

static call consult(const call *about_it)
{
    DRV_REQUESTID id = told_request();
    call made = {NULL, told_new_call(about_it->on->ht, id), about_it->on};
    accepted(id, tsp.TSPI_lineSetupTransfer(id, about_it->hd, made.ht, &made.hd, NULL), "lineSetupTransfer");
    CHECK(made.hd != NULL && made.hd != about_it->hd, "the handle is there when lineSetupTransfer returns");
    finished(id, 0, "lineSetupTransfer");
    call_reaches(about_it, LINECALLSTATE_ONHOLDPENDTRANSFER);
    call_reaches(&made, LINECALLSTATE_DIALTONE);
    EQUAL(call_info(&made)->dwRelatedCallID, call_info(about_it)->dwCallID, "to which call it belongs");
    return made;
}

static unsigned notices(const call *of)
{
    return told_count(of->on->ht, of->ht, LINE_CALLINFO, LINECALLINFOSTATE_USERUSERINFO);
}

/* What the one sends reaches the other, and the other way round. */
static void talk(const call *one, const call *other)
{
    unsigned before[] = {notices(one), notices(other)};
    DONE(TSPI_lineSendUserUserInfo, one->hd, "here", 4);
    call_changes(other, LINECALLINFOSTATE_USERUSERINFO, before[1] + 1);
    SHOWS(other, UserUserInfo, "here", 4, "it reaches the other end");
    DONE(TSPI_lineReleaseUserUserInfo, other->hd);
    DONE(TSPI_lineSendUserUserInfo, other->hd, "there", 5);
    call_changes(one, LINECALLINFOSTATE_USERUSERINFO, before[0] + 1);
    SHOWS(one, UserUserInfo, "there", 5, "and it reaches this one");
    DONE(TSPI_lineReleaseUserUserInfo, one->hd);
}

void consultation(const line lines[3])
{
    call caller, middle, third, asked;
    HDRVCALL conference = NULL;
    for (int answered = 0; answered < 2; answered++) {
        group(answered ? "a transfer after asking" : "a transfer to where it still rings");
        call_between(&lines[0], &lines[1], &caller, &middle);
        DONE(TSPI_lineSetCallData, middle.hd, "case 5", 6);
        asked = consult(&middle);
        EQUAL(call_reaches_again(&caller, LINECALLSTATE_CONNECTED, 2), LINECONNECTEDMODE_ACTIVEHELD, "the caller is held");
        DONE(TSPI_lineDial, asked.hd, wide(lines[2].address), 0);
        third = call_comes_in(&lines[2]);
        READS(&third, CallerID, lines[1].address, "who asks");
        call_reaches(&asked, LINECALLSTATE_RINGBACK);
        if (answered) {
            DONE(TSPI_lineAnswer, third.hd, NULL, 0);
            call_reaches(&asked, LINECALLSTATE_CONNECTED);
            talk(&asked, &third);
        }
        LINECALLSTATUS status = call_status(&asked);
        CHECK(status.dwCallFeatures & LINECALLFEATURE_COMPLETETRANSF, "the transfer can be completed");
        EQUAL(status.dwCallFeatures2, LINECALLFEATURE2_TRANSFERNORM, "as a transfer, not as a conference");
        REFUSED(LINEERR_OPERATIONUNAVAIL, TSPI_lineCompleteTransfer, middle.hd, asked.hd, NULL, &conference,
                LINETRANSFERMODE_CONFERENCE);
        REFUSED(LINEERR_INVALCALLHANDLE, TSPI_lineCompleteTransfer, middle.hd, NULL, NULL, NULL, LINETRANSFERMODE_TRANSFER);
        REFUSED(LINEERR_INVALCALLHANDLE, TSPI_lineCompleteTransfer, middle.hd, middle.hd, NULL, NULL, LINETRANSFERMODE_TRANSFER);
        REFUSED(LINEERR_INVALCALLHANDLE, TSPI_lineCompleteTransfer, middle.hd, third.hd, NULL, NULL, LINETRANSFERMODE_TRANSFER);
        DONE(TSPI_lineCompleteTransfer, middle.hd, asked.hd, NULL, NULL, LINETRANSFERMODE_TRANSFER);
        call_reaches(&middle, LINECALLSTATE_IDLE);
        call_reaches(&asked, LINECALLSTATE_IDLE);
        if (!answered) {
            DONE(TSPI_lineAnswer, third.hd, NULL, 0);
            call_reaches(&third, LINECALLSTATE_CONNECTED);
        }
        call_changes(&caller, LINECALLINFOSTATE_REDIRECTINGID, 1);
        talk(&caller, &third);
        READS(&caller, RedirectingID, lines[1].address, "who has transferred the caller");
        READS(&third, RedirectingID, lines[1].address, "and the third");
        SHOWS(&third, CallData, "case 5", 6, "call data goes along");
        EQUAL(call_info(&caller)->dwCallID, call_info(&third)->dwCallID, "it is one call");
        call_end(&middle);
        call_end(&asked);
        call_end(&caller);
        call_end(&third);
    }
}

void without_asking(const line lines[3])
{
    call caller, middle, third;
    group("a transfer without asking");
    call_between(&lines[0], &lines[1], &caller, &middle);
    REFUSED(LINEERR_INVALADDRESS, TSPI_lineBlindTransfer, middle.hd, NULL, 0);
    REFUSED(LINEERR_INVALADDRESS, TSPI_lineBlindTransfer, middle.hd, wide("1?"), 0);
    DONE(TSPI_lineBlindTransfer, middle.hd, wide(lines[2].address), 49);
    call_reaches(&middle, LINECALLSTATE_IDLE);
    third = call_comes_in(&lines[2]);
    EQUAL(call_info(&third)->dwReason, LINECALLREASON_TRANSFER, "why there is the call");
    READS(&third, RedirectingID, lines[1].address, "who has transferred it");
    READS(&third, CallerID, lines[0].address, "who calls");
    DONE(TSPI_lineAnswer, third.hd, NULL, 0);
    call_reaches(&third, LINECALLSTATE_CONNECTED);
    call_changes(&caller, LINECALLINFOSTATE_REDIRECTIONID, 1);
    READS(&caller, RedirectionID, lines[2].address, "where the caller was sent");
    READS(&caller, RedirectingID, lines[1].address, "by whom");
    talk(&caller, &third);
    call_end(&middle);
    call_end(&third);
    call_end(&caller);

    group("a call that is redirected before it is answered");
    caller = call_make(&lines[0], lines[1].address, NULL);
    middle = call_comes_in(&lines[1]);
    REFUSED(LINEERR_INVALADDRESS, TSPI_lineRedirect, middle.hd, NULL, 0);
    DONE(TSPI_lineRedirect, middle.hd, wide(lines[2].address), 0);
    call_reaches(&middle, LINECALLSTATE_IDLE);
    third = call_comes_in(&lines[2]);
    EQUAL(call_info(&third)->dwReason, LINECALLREASON_REDIRECT, "why there is the call");
    READS(&third, RedirectingID, lines[1].address, "who has redirected it");
    DONE(TSPI_lineAnswer, third.hd, NULL, 0);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    talk(&caller, &third);
    call_end(&middle);
    call_end(&third);
    call_end(&caller);

    group("a transfer that leads nowhere");
    call_between(&lines[0], &lines[1], &caller, &middle);
    DRV_REQUESTID id = told_request();
    accepted(id, tsp.TSPI_lineBlindTransfer(id, middle.hd, wide("999"), 0), "a transfer to nobody");
    finished(id, LINEERR_INVALADDRESS, "a transfer to nobody");
    EQUAL(call_status(&middle).dwCallState, LINECALLSTATE_CONNECTED, "the call stays as it is");
    talk(&caller, &middle);
    call_end(&middle);
    call_end(&caller);
}

void holding(const line lines[3])
{
    call first, first_end, second, second_end;
    group("one call on hold and another up, and the other way round");
    call_between(&lines[0], &lines[1], &first, &first_end);
    REFUSED(LINEERR_INVALCALLHANDLE, TSPI_lineSwapHold, first.hd, NULL);
    REFUSED(LINEERR_INVALCALLHANDLE, TSPI_lineSwapHold, first.hd, first_end.hd);
    DONE(TSPI_lineHold, first.hd);
    call_reaches(&first, LINECALLSTATE_ONHOLD);
    call_between(&lines[0], &lines[2], &second, &second_end);
    for (unsigned turn = 0; turn < 4; turn++) {
        const call *up = turn % 2 ? &first : &second, *held = turn % 2 ? &second : &first;
        about("turn %u", turn);
        EQUAL(call_status(up).dwCallState, LINECALLSTATE_CONNECTED, "the one is up");
        EQUAL(call_status(held).dwCallState, LINECALLSTATE_ONHOLD, "the other is on hold");
        CHECK(call_status(up).dwCallFeatures & LINECALLFEATURE_SWAPHOLD, "they can be swapped");
        EQUAL(call_status(up).dwCallFeatures & LINECALLFEATURE_HOLD, 0, "there is no room for another on hold");
        DONE(TSPI_lineSwapHold, up->hd, held->hd);
        /* The first has been up and on hold once before; of the two, each is told of every turn. */
        call_reaches_again(held, LINECALLSTATE_CONNECTED, 2 + turn / 2);
        call_reaches_again(up, LINECALLSTATE_ONHOLD, turn % 2 ? 2 + turn / 2 : 1 + turn / 2);
    }
    about("%s", "");
    call_end(&second);
    call_end(&second_end);
    DONE(TSPI_lineUnhold, first.hd);
    call_reaches_again(&first, LINECALLSTATE_CONNECTED, 4);
    talk(&first, &first_end);
    call_end(&first);
    call_end(&first_end);
}
