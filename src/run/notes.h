/* run/notes.h: notes in outputs and in explain. Private to src/run. */
#ifndef RUN_NOTES_H
#define RUN_NOTES_H
#include "run/phrases.h"
#include "run/run.h"

enum ws_status run_notes(struct run *run, struct ws_error *err);
/* The key `notes`: items and totals; of one municipality a list. Nothing without
 * --notes. */
void notes_evidence(struct json *json, const struct run *run);
void notes_evidence_of(struct json *json, const struct run *run, uint32_t zone);
void notes_tell(struct phrases *phrases, const struct run *run, uint32_t zone);
enum ws_status layers_notes(struct run_layers *out, const struct run *run, struct ws_error *err);
#endif
