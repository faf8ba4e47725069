/* Every exported function while the system refuses memory: the call ends with a status, and when memory
 * is back everything works. Preloaded: refuse.c.
 *
 *     calls LIBRARY FOLDER STEP [FUNCTION COLD|WARM ONE|ALL N]
 *
 * For each function, as the first call of a process (cold) and as a later one (warm), with one refusal
 * and with nothing but refusals from the n-th request on: n grows by STEP until no request is refused.
 * Each case has a process of its own, forked before the library was loaded, and ten seconds. With
 * the last four arguments, that case alone, in this process, for a debugger. LIBRARY is loaded with
 * dlopen; "linked:" before its name has it loaded before the processes part, as a linked one would be. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "functions.h"

extern void oom_begin(int n, int all);
extern int oom_end(int *requests);

static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (found == NULL) {
        printf("%s is missing\n", name);
        exit(3);
    }
    return found;
}

static void load(const char *path) {
    void *library = dlopen(path, RTLD_NOW);
    if (library == NULL) {
        printf("%s\n", dlerror());
        exit(3);
    }
    bind_all(library);
}

enum { FINE = 0, NOT_REFUSED = 10, WRONG = 11, BROKEN = 12 };

static int one_case(const struct function *function, int is_warm, int all, int n) {
    int requests, refusals;
    int32_t status;
    if (is_warm && all_work() != 0) {
        return BROKEN;
    }
    handle = job = 0;
    if (function->before() != 0) {
        return BROKEN;
    }
    oom_begin(n, all);
    status = function->call();
    refusals = oom_end(&requests);
    if (status != 0 && (status != NO_MEMORY || refusals == 0)) {
        char text[600] = "";
        lib.last_error(text, sizeof text);
        printf("%s %s %s %d: status %d: %s\n", function->name, is_warm ? "warm" : "cold", all ? "all" : "one",
               n, (int)status, text);
        return WRONG;
    }
    if (all_work() != 0 || lib.shutdown() != 0) {
        return BROKEN;
    }
    {
        legacybridge_stats_t stats;
        stats.struct_size = sizeof stats;
        if (lib.stats(&stats) != 0 || stats.memory_in_use != 0) {
            printf("%s %s %s %d: %lld bytes are held after shutdown\n", function->name, is_warm ? "warm" : "cold",
                   all ? "all" : "one", n, (long long)stats.memory_in_use);
            return BROKEN;
        }
    }
    return refusals == 0 ? NOT_REFUSED : FINE;
}

int main(int count, char **arguments) {
    long cases = 0, aborts = 0, hangs = 0, wrong = 0, broken = 0;
    const char *library = arguments[1];
    int step = atoi(arguments[3]), mode, is_linked = strncmp(library, "linked:", 7) == 0;
    size_t index;
    if (is_linked) {
        library += 7;
        load(library);
    }
    snprintf(out, sizeof out, "%s/in", arguments[2]);
    mkdir(out, 0777);
    write_inputs(arguments[2]);
    setvbuf(stdout, NULL, _IONBF, 0);
    for (index = 0; index < COUNT; index++) {
        for (mode = 0; mode < 4; mode++) {
            int is_warm = mode / 2, all = mode % 2, n, went = 0;
            if (count > 7 && (strcmp(arguments[4], functions[index].name) != 0 ||
                              strcmp(arguments[5], is_warm ? "warm" : "cold") != 0 ||
                              strcmp(arguments[6], all ? "all" : "one") != 0)) {
                continue;
            }
            if (count > 7) {
                if (!is_linked) {
                    load(library);
                }
                return one_case(&functions[index], is_warm, all, atoi(arguments[7]));
            }
            /* Two in a row without a refusal: batch threads allocate in no fixed order. */
            for (n = 1; went < 2; n += n < 8 ? 1 : step) {
                int status = 0, code;
                pid_t child = fork();
                if (child == 0) {
                    alarm(10);
                    if (!is_linked) {
                        load(library);
                    }
                    _exit(one_case(&functions[index], is_warm, all, n));
                }
                waitpid(child, &status, 0);
                cases++;
                code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
                went = code == NOT_REFUSED ? went + 1 : 0;
                if (code == -SIGALRM) {
                    hangs++;
                } else if (code == WRONG) {
                    wrong++;
                } else if (code == BROKEN) {
                    broken++;
                } else if (code != FINE && code != NOT_REFUSED) {
                    aborts++;
                }
                if (code != FINE && code != NOT_REFUSED) {
                    printf("%s %s %s %d: ended with %d\n", functions[index].name, is_warm ? "warm" : "cold",
                           all ? "all" : "one", n, code);
                    if (aborts + hangs + wrong + broken > 400 || hangs > 20) {
                        went = 2;
                    }
                }
            }
        }
    }
    printf("%ld cases, %ld aborts, %ld hangs, %ld wrong statuses, %ld broken afterwards\n", cases, aborts, hangs,
           wrong, broken);
    return aborts + hangs + wrong + broken > 0;
}
