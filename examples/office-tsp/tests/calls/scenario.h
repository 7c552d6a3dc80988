/*
 * The parts of the program. Those that are handed three lines are in a session; the others hold their own.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "session.h"

/* buffers.c: what a call is made with, and what it carries. */
void buffers_cross(const line lines[3]);
void each_buffer_alone(const line lines[3]);

/* messages.c: user-user information and call data while a call is up, and with its end. */
void messages_cross(const line lines[3]);
void last_words(const line lines[3]);
void limits(const line lines[3]);
void call_data(const line lines[3]);

/* states.c: what goes in which state of a call, and what does not. */
void states_of_the_called(const line lines[3]);
void states_of_the_caller(const line lines[3]);
void states_on_hold(const line lines[3]);

/* transfers.c */
void consultation(const line lines[3]);
void without_asking(const line lines[3]);
void holding(const line lines[3]);

/* dialling.c */
void in_parts(const line lines[3]);
void what_cannot_be_dialled(const line lines[3]);
void where_it_leads(const line lines[3]);

/* properties.c: what is set of a call, and digits. */
void settings(const line lines[3]);
void digits(const line lines[3]);

/* inside.c: what is asked inside a callback. */
void inside_callbacks(const line lines[3]);

/* devices.c: lines before they are opened. */
void devices(void);
void paired(void);

/* capabilities.c: what lines and addresses can do. */
void capabilities(void);

/* layouts.c: every structure at every size. */
void layouts(void);

/* params.c: LINECALLPARAMS as nobody should write it. */
void wrong_params(void);

/* announcing.c: who is told of what. */
void announcing(void);
void service_and_ringing(void);

/* created.c: lines that TAPI numbers later. */
void lines_that_were_not_counted(void);

/* handles.c: handles that there are not. */
void before_any_session(void);
void wrong_handles(void);

/* endings.c: closing and shutting down with calls up and requests open. */
void endings(void);
void failing_calls(void);
void shutting_down(void);

/* races.c: threads. */
void everything_at_once(void);

#endif
