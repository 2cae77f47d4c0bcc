/* Built into the program when it is built with the address sanitizer: fontconfig keeps
 * its list of fonts until the process ends, and that is no leak of ours. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}
