# What makes a mistake of ours harder to use: position independent programs, tables
# of the linker read-only before main(), canaries on stacks, checked copies of the
# C library's functions, and no format that comes from data. Part of ws_flags;
# tests/dev/hardening.sh reads it back from what was built.
include(CheckCSourceCompiles)
include(CheckPIESupported)

check_pie_supported(LANGUAGES C)
target_compile_options(ws_flags INTERFACE -fstack-protector-strong -Wformat -Werror=format-security)
target_link_options(ws_flags INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)

# Level 3 where compiler and C library have it: they say so by a warning. Checked
# functions need the optimiser, and the sanitizers check by themselves.
set(CMAKE_REQUIRED_FLAGS "-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -Werror")
check_c_source_compiles("#include <string.h>
#if !defined(__USE_FORTIFY_LEVEL) || __USE_FORTIFY_LEVEL < 3
#error level 3 is not there
#endif
int main(void) { char a[8]; memset(a, 0, sizeof a); return a[0]; }" WS_HAS_FORTIFY_3)
unset(CMAKE_REQUIRED_FLAGS)
set(fortify 2)
if(WS_HAS_FORTIFY_3)
    set(fortify 3)
endif()
if(NOT WS_SANITIZE)
    target_compile_options(ws_flags INTERFACE
        $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE>
        $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=${fortify}>)
endif()
