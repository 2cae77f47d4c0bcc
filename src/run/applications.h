/* run/applications.h: who applied to deliver, in outputs and in explain. History that
 * is part of no figure. Private to src/run. */
#ifndef RUN_APPLICATIONS_H
#define RUN_APPLICATIONS_H
#include "run/phrases.h"
#include "run/run.h"

enum ws_status run_applications(struct run *run, struct ws_error *err);
/* The key `applications`: items and areas; of one municipality a list. Nothing
 * without --applications. */
void applications_evidence(struct json *json, const struct run *run);
void applications_evidence_of(struct json *json, const struct run *run, uint32_t zone);
void applications_tell(struct phrases *phrases, const struct run *run, uint32_t zone);
enum ws_status layers_applications(struct run_layers *out, const struct run *run,
                                   struct ws_error *err);
#endif
