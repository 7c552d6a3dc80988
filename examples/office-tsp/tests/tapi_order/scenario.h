/*
 * The parts of the scenario, in TAPI's order. Those that are handed no session hold their own.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "session.h"

/* negotiate.c: before and around a session. */
void before_any_session(void);
void provider_dialogs(void);
void initialisation(void);
void versions_of_devices(void);
void extensions(void);

/* caps.c */
void capabilities(void);
void capabilities_at_every_size(void);

/* opening.c */
void opening(void);
void wrong_handles(void);
void wrong_devices(void);
void device_ids(void);

/* lines.c */
void without_lines(void);

/* areas.c */
void every_area(void);
void sizes_and_wrong_areas(void);

/* requests.c: the asynchronous functions, and the functions that then show what they did. */
void setting_and_getting(void);
void refusals(void);
void what_a_phone_lacks(void);
void driver_errors(void);

/* status.c */
void status_of_phones(void);
void status_at_every_size(void);
void buttons(void);

/* messages.c */
void message_filters(void);
void messages_by_hand(void);
void messages_of_requests(void);

/* states.c */
void suspended_phone(void);
void disconnected_phone(void);

/* reentry.c */
void calls_inside_callbacks(void);
void request_ids(void);
void null_pointers(void);

/* limits.c: sessions of their own. */
void phones_that_were_not_counted(void);
void two_instances(void);
void uploads_that_take_too_long(void);

/* races.c */
void uploads_racing_close(void);
void requests_racing_close(void);
void everything_at_once(void);

/* contests.c */
void one_wins(void);
void shutdown_racing_calls(void); /* holds sessions of its own */

/* endings.c */
void close_with_requests_pending(void);
void removal_with_requests_pending(void);
void new_phone(void);
void shutdown_with_requests_pending(DWORD version);
void after_shutdown(void);

#endif
