/*
 * Calls between lines, and what goes with them: a provider is loaded, and driven as TAPI drives it for applications at
 * both ends. Every completion and message is written down and judged when a session ends.
 */
#include "scenario.h"

#include "platform.h"

#include <stdio.h>
#include <stdlib.h>

static void (*const with_lines[])(const line lines[3]) = {
    buffers_cross,
    each_buffer_alone,
    messages_cross,
    last_words,
    limits,
    call_data,
    states_of_the_called,
    states_of_the_caller,
    states_on_hold,
    consultation,
    without_asking,
    holding,
    in_parts,
    what_cannot_be_dialled,
    where_it_leads,
    settings,
    digits,
    inside_callbacks,
};

static void (*const alone[])(void) = {
    before_any_session,
    devices,
    capabilities,
    layouts,
    wrong_params,
    announcing,
    service_and_ringing,
    lines_that_were_not_counted,
    wrong_handles,
    endings,
    failing_calls,
    shutting_down,
    everything_at_once,
    paired,
};

/* What lines do is the same whether they answer at once or later. */
static void on_three_lines(int slow)
{
    for (unsigned part = 0; part < sizeof with_lines / sizeof *with_lines; part++) {
        line lines[3];
        group(slow ? "lines that answer later" : "lines that answer at once");
        session_begin(V3_1);
        lines_open(lines, slow);
        with_lines[part](lines);
        about("%s", "");
        for (int each = 0; each < 3; each++)
            line_close(&lines[each]);
        session_end(V3_1);
    }
}

int main(int count, char **arguments)
{
    if (count != 2 || getenv("OFFICE_TSP_HARDWARE") == NULL) {
        fprintf(stderr, "usage: calls LIBRARY, with OFFICE_TSP_HARDWARE=sim:PATH of office.toml in the environment\n");
        return 2;
    }
    /* No callback is too slow on a busy machine. */
    environment_set("OFFICE_TSP_CLOSE_LIMIT", "10m");
    told_new();
    group("loading");
    if (!provider_load(&tsp, arguments[1]))
        give_up("%s cannot be loaded", arguments[1]);
    for (unsigned part = 0; part < sizeof alone / sizeof *alone; part++)
        alone[part]();
    on_three_lines(0);
    on_three_lines(1);
    group("unloading");
    CHECK(provider_unload(&tsp), "the library is unloaded");
    told_free();
    return checks_end();
}
