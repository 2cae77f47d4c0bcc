#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void streams_keep(void)
{
    /* Opened the wrong way round, so that using them fails as if they were closed. */
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int i = 0; i < 3; i++)
        if (fcntl(i, F_GETFD) < 0 && errno == EBADF && open("/dev/null", modes[i]) != i)
            _exit(1);
}

bool streams_can_print(void)
{
    /* Writing nothing changes nothing; devices that are full and streams that are
     * not open for writing say so all the same. */
    return write(STDOUT_FILENO, "", 0) == 0;
}
