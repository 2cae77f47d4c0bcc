/* io/registers.h: readers of registers; a part of the room's door.
 *
 * Tables without geometry, judged like any input (inputs.md): what is wrong is an
 * error with line and field, what is withheld stays unknown, what is left out is
 * listed. */
#ifndef IO_REGISTERS_H
#define IO_REGISTERS_H
#include "geo/places.h"
#include "geo/registers.h"
#include "geo/remote.h"
#include <whitespot/error.h>
#include <whitespot/model.h>

struct dated;
struct io;

/* Home, work, people. Unknown work places keep their people; homes outside the
 * zones are left out and told. */
WS_MUST_CHECK
enum ws_status io_read_commuting(struct commuting *out, struct io *io,
                                 const struct ws_source *source, const struct zones *zones,
                                 struct ws_error *err);

/* Unemployed by code and month. as_of "": the latest month, else the month of that
 * day or the last one before it; either is told. No such month: WS_BAD_DATA. */
WS_MUST_CHECK
enum ws_status io_read_unemployed(struct unemployed *out, struct io *io,
                                  const struct ws_source *source, const char *as_of,
                                  const struct zones *zones, struct ws_error *err);

/* Claims with their sources; one that stands twice is one entry. metric_of: the
 * metric of a name, WS_METRIC_IDS for none. */
WS_MUST_CHECK
enum ws_status io_read_claims(struct claims *out, struct io *io, const struct ws_source *source,
                              enum ws_metric_id (*metric_of)(const char *name),
                              struct ws_error *err);

/* Persons referred by month and place. A row whose stock and flows do not add up,
 * or whose opening is not the closing of the month before, is a fault. */
WS_MUST_CHECK
enum ws_status io_read_referrals(struct referrals *out, struct io *io,
                                 const struct ws_source *source, const struct zones *zones,
                                 struct ws_error *err);

/* Notes with date and source; without either they are refused. known_on "": all,
 * else those known on that day. */
WS_MUST_CHECK
enum ws_status io_read_notes(struct notes *out, struct io *io, const struct ws_source *source,
                             const char *known_on, const struct zones *zones, struct ws_error *err);

/* Who applied to deliver where, how that ended and when, in municipalities or, where
 * no municipality has the code or the name, supplier areas (areas NULL: there are
 * none). Without a day, with a word that is no outcome, or decided before it was made
 * an application is a fault. known_on "": all, else those known on that day. */
WS_MUST_CHECK
enum ws_status io_read_applications(struct applications *out, struct io *io,
                                    const struct ws_source *source, const char *known_on,
                                    const struct zones *zones, const struct zones *areas,
                                    struct ws_error *err);

/* Shares of network and ability, permission and capacity for visits, by municipality,
 * supplier area (areas NULL: there are none) or for the whole country, of the day and
 * the scheme. A row without the column `permitted` that has a day or a scheme is a
 * permission. Two rows of one place on one day are a fault. */
WS_MUST_CHECK
enum ws_status io_read_remote(struct remote *out, struct io *io, const struct ws_source *source,
                              const struct dated *dated, const struct zones *zones,
                              const struct zones *areas, struct ws_error *err);
#endif
