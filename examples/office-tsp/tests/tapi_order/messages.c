/* PHONE_STATE and PHONE_BUTTON: filters, what people do to phones, and what requests change. */
#include "scenario.h"

#include "checks.h"

#define HANDSET PHONEHOOKSWITCHDEV_HANDSET
#define SPEAKER PHONEHOOKSWITCHDEV_SPEAKER
#define HEADSET PHONEHOOKSWITCHDEV_HEADSET

/* Waits until all that has happened so far has been told: events come in order, and the lobby phone's button last. */
static void all_told(const open_phone *desk, const open_phone *lobby)
{
    unsigned mark = events_mark();
    order(desk, "phone = %d\naction = \"press\"", LOBBY);
    events_reach(2, mark, lobby->ht, PHONE_BUTTON, 0, PHONEBUTTONMODE_FEATURE, "the lobby phone's button");
}

static DRV_REQUESTID set_lamp(const open_phone *phone, DWORD lamp, DWORD mode)
{
    DRV_REQUESTID id = request_new();
    accepted(id, tsp.TSPI_phoneSetLamp(id, phone->hd, lamp, mode), "phoneSetLamp");
    finished(id, 0, "phoneSetLamp");
    return id;
}

static DRV_REQUESTID set_ring(const open_phone *phone, DWORD mode, DWORD volume)
{
    DRV_REQUESTID id = request_new();
    accepted(id, tsp.TSPI_phoneSetRing(id, phone->hd, mode, volume), "phoneSetRing");
    finished(id, 0, "phoneSetRing");
    return id;
}

/* Does something of every kind to the second desk phone. */
static void stir(const open_phone *desk, const open_phone *second, unsigned turn)
{
    set_lamp(second, 0, turn % 2 ? PHONELAMPMODE_STEADY : PHONELAMPMODE_OFF);
    set_ring(second, 1 + turn % 4, 100 + turn);
    download(second, SETTINGS, &turn, sizeof turn);
    for (int button = 0; button < 2; button++)
        order(desk, "phone = %d\naction = \"press\"\nbutton = %d", SECOND, button);
    order(desk, "phone = %d\naction = \"%s\"", SECOND, turn % 2 ? "lift" : "hang_up");
}

void message_filters(void)
{
    open_phone desk, lobby, second;
    unsigned mark;

    group("filters of messages");
    desk = phone_open(DESK, V3_1);
    lobby = phone_open(LOBBY, V3_1);
    second = phone_open(SECOND, V3_1);
    RESULT(tsp.TSPI_phoneSetStatusMessages(second.hd, 0, PHONEBUTTONMODE_CALL, 0), PHONEERR_INVALBUTTONSTATE,
           "button modes without states");
    RESULT(tsp.TSPI_phoneSetStatusMessages(second.hd, ALL_STATES, ALL_BUTTON_MODES, 0), PHONEERR_INVALBUTTONSTATE,
           "all button modes without states");
    RESULT(tsp.TSPI_phoneSetStatusMessages(lobby.hd, 0, ALL_BUTTON_MODES, ALL_BUTTON_STATES), 0, "buttons only");

    about("nothing is asked for at first, and after refused filters");
    mark = events_mark();
    stir(&desk, &second, 1);
    all_told(&desk, &lobby);
    EQUAL(events_count(mark, second.ht, PHONE_STATE, ANY, ANY), 0, "state messages");
    EQUAL(events_count(mark, second.ht, PHONE_BUTTON, ANY, ANY), 0, "button messages");

    about("states without modes");
    RESULT(tsp.TSPI_phoneSetStatusMessages(second.hd, PHONESTATE_RINGMODE, 0, ALL_BUTTON_STATES), 0,
           "without modes the states are ignored");
    mark = events_mark();
    stir(&desk, &second, 2);
    all_told(&desk, &lobby);
    EQUAL(states_seen(mark, second.ht), PHONESTATE_RINGMODE, "the ring mode, and nothing else");
    EQUAL(events_count(mark, second.ht, PHONE_BUTTON, ANY, ANY), 0, "button messages");

    about("one mode, one state");
    RESULT(tsp.TSPI_phoneSetStatusMessages(second.hd, PHONESTATE_OTHER | PHONESTATE_HANDSETHOOKSWITCH, PHONEBUTTONMODE_FEATURE,
                                           PHONEBUTTONSTATE_DOWN),
           0, "feature buttons going down");
    mark = events_mark();
    stir(&desk, &second, 3);
    all_told(&desk, &lobby);
    EQUAL(states_seen(mark, second.ht), PHONESTATE_OTHER | PHONESTATE_HANDSETHOOKSWITCH, "areas and handset");
    EQUAL(events_count(mark, second.ht, PHONE_BUTTON, ANY, ANY), 1, "button messages");
    EQUAL(event_since(mark, second.ht, PHONE_BUTTON, 1, PHONEBUTTONMODE_FEATURE, "the feature button").p3,
          PHONEBUTTONSTATE_DOWN, "the button's state");

    about("messages that no phone sends");
    RESULT(tsp.TSPI_phoneSetStatusMessages(second.hd, ALL_STATES, 0, 0), 0, "every state");
    RESULT(tsp.TSPI_phoneSetStatusMessages(second.hd, PHONESTATE_OWNER | PHONESTATE_MONITORS | PHONESTATE_HEADSETVOLUME, 0, 0), 0,
           "states that it does not have");

    about("a new open");
    phone_listen(&second);
    phone_close(&second);
    second = phone_open(SECOND, V3_1);
    mark = events_mark();
    stir(&desk, &second, 4);
    all_told(&desk, &lobby);
    EQUAL(events_count(mark, second.ht, PHONE_STATE, ANY, ANY), 0, "state messages");
    EQUAL(events_count(mark, second.ht, PHONE_BUTTON, ANY, ANY), 0, "button messages");
    phone_close(&second);
    phone_close(&lobby);
    phone_close(&desk);
}

void messages_by_hand(void)
{
    open_phone desk, second;
    unsigned mark;
    group("messages of what people do");
    desk = phone_open(DESK, V3_1);
    second = phone_open(SECOND, V3_1);
    phone_listen(&second);

    for (DWORD button = 0; button < 2; button++) {
        DWORD mode = office[SECOND].buttons[button].mode;
        BYTE room[256] = {0};
        PHONEBUTTONINFO *info = (PHONEBUTTONINFO *)(void *)room;
        mark = events_mark();
        order(&desk, "phone = %d\naction = \"press\"\nbutton = %d", SECOND, (int)button);
        event down = event_since(mark, second.ht, PHONE_BUTTON, button, mode, "a button");
        EQUAL(down.p3, PHONEBUTTONSTATE_DOWN, "it goes down first");
        events_reach(2, mark, second.ht, PHONE_BUTTON, button, mode, "the button is let go");
        info->dwTotalSize = sizeof room;
        RESULT(tsp.TSPI_phoneGetButtonInfo(second.hd, button, info), 0, "phoneGetButtonInfo");
        EQUAL(info->dwButtonState, PHONEBUTTONSTATE_UP, "the button's state after that");
    }

    order(&desk, "phone = %d\naction = \"hang_up\"", SECOND);
    mark = events_mark();
    order(&desk, "phone = %d\naction = \"lift\"", SECOND);
    event_since(mark, second.ht, PHONE_STATE, PHONESTATE_HANDSETHOOKSWITCH, PHONEHOOKSWITCHMODE_MICSPEAKER, "the handset is lifted");
    mark = events_mark();
    order(&desk, "phone = %d\naction = \"hang_up\"", SECOND);
    event_since(mark, second.ht, PHONE_STATE, PHONESTATE_HANDSETHOOKSWITCH, PHONEHOOKSWITCHMODE_ONHOOK, "the handset is put down");

    for (DWORD area = 0; area < SILENT; area++) {
        const struct area *known = office_area(&office[SECOND], area);
        if (known == NULL || (known->flags & UP) == 0)
            continue;
        mark = events_mark();
        order(&desk, "phone = %d\naction = \"change\"\narea = %d\ncontent = \"by hand\"", SECOND, (int)area);
        event_since(mark, second.ht, PHONE_STATE, PHONESTATE_OTHER, area, "an area changes by itself");
    }
    upload_gives(&second, SETTINGS, "by hand", 7);

    mark = events_mark();
    download(&second, RING, "3 777", 5);
    state_since(mark, second.ht, PHONESTATE_RINGMODE, "it rings");
    mark = events_mark();
    download(&second, SHOW, "from an area", 12);
    state_since(mark, second.ht, PHONESTATE_DISPLAY, "the display shows something");
    phone_close(&second);
    phone_close(&desk);
}

/* Waits for a state message, which must come after the request's completion, and with that detail. */
static void told_after(unsigned mark, const open_phone *phone, DRV_REQUESTID id, DWORD state, DWORD_PTR detail, const char *what)
{
    event told = state_since(mark, phone->ht, state, what);
    CHECK(told.place > completion_place(id), "%s: the message follows the completion", what);
    if (detail != ANY && told.p1 == state)
        EQUAL(told.p2, detail, "%s: the detail", what);
}

void messages_of_requests(void)
{
    open_phone phone;
    DRV_REQUESTID id;
    WCHAR text[] = {'o', 'n', 'e'};

    group("messages of what requests change");
    phone = phone_open(DESK, V3_1);
    phone_listen(&phone);
    for (DWORD turn = 0; turn < 20; turn++) {
        DWORD hook = turn % 2 ? PHONEHOOKSWITCHMODE_ONHOOK : PHONEHOOKSWITCHMODE_MIC;
        unsigned mark = events_mark();
        about("turn %lu", (unsigned long)turn);
        text[0] = (WCHAR)('a' + turn);
        set_lamp(&phone, 1, PHONELAMPMODE_STEADY);
        event_since(mark, phone.ht, PHONE_STATE, PHONESTATE_LAMP, 1, "the lamp is lit");
        mark = events_mark();
        id = set_lamp(&phone, 1, PHONELAMPMODE_OFF);
        told_after(mark, &phone, id, PHONESTATE_LAMP, 1, "a lamp");
        id = set_ring(&phone, 1 + turn % 4, 40 + turn);
        told_after(mark, &phone, id, PHONESTATE_RINGMODE, 1 + turn % 4, "the ring mode");
        state_since(mark, phone.ht, PHONESTATE_RINGVOLUME, "the ring volume");
#define ASK(name, ...)                                                        \
    id = request_new();                                                       \
    accepted(id, tsp.name(id, phone.hd, __VA_ARGS__), #name);                 \
    finished(id, 0, #name)
        ASK(TSPI_phoneSetVolume, SPEAKER, 70 + turn);
        told_after(mark, &phone, id, PHONESTATE_SPEAKERVOLUME, ANY, "a volume");
        ASK(TSPI_phoneSetGain, HANDSET, 80 + turn);
        told_after(mark, &phone, id, PHONESTATE_HANDSETGAIN, ANY, "a gain");
        ASK(TSPI_phoneSetHookSwitch, HEADSET, hook);
        told_after(mark, &phone, id, PHONESTATE_HEADSETHOOKSWITCH, hook, "a hookswitch");
        ASK(TSPI_phoneSetDisplay, 0, 0, (LPCWSTR)text, sizeof text);
        told_after(mark, &phone, id, PHONESTATE_DISPLAY, ANY, "the display");
        ASK(TSPI_phoneSetData, DIRECTORY, "text", 4);
        told_after(mark, &phone, id, PHONESTATE_OTHER, DIRECTORY, "an area");
#undef ASK
        /* Nothing comes behind what comes last. */
        set_lamp(&phone, 1, PHONELAMPMODE_STEADY);
        events_reach(2, mark, phone.ht, PHONE_STATE, PHONESTATE_LAMP, 1, "the lamp is lit again");
        set_lamp(&phone, 1, PHONELAMPMODE_OFF);
        events_reach(3, mark, phone.ht, PHONE_STATE, PHONESTATE_LAMP, 1, "the lamp is off again");
        EQUAL(events_count(mark, phone.ht, PHONE_STATE, PHONESTATE_OTHER, ANY), 1, "one message for one download");
        EQUAL(states_seen(mark, phone.ht) & (PHONESTATE_OWNER | PHONESTATE_MONITORS), 0, "owners are TAPI's affair");
    }
    phone_close(&phone);
}
