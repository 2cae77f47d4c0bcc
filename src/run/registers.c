/* Registers of a run: read with the other inputs, worked on after the shares. */
#include "run/registers.h"

#include "base/mem.h"
#include "io/registers.h"
#include "run/run.h"

void registers_release(struct registers *registers)
{
    commuting_release(&registers->commuting);
    unemployed_release(&registers->unemployed);
    mem_free(registers->metrics);
    *registers = (struct registers){0};
}

enum ws_status registers_read_commuting(struct run *run, const struct ws_source *source,
                                        struct ws_error *err)
{
    return io_read_commuting(&run->registers.commuting, run->io, source, &run->zones, err);
}

enum ws_status registers_read_unemployed(struct run *run, const struct ws_source *source,
                                         struct ws_error *err)
{
    return io_read_unemployed(&run->registers.unemployed, run->io, source,
                              run->options->dated.as_of, &run->zones, err);
}

enum ws_status run_registers(struct run *run, struct ws_error *err)
{
    return run_metrics(run, err);
}
