using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime;

/// <summary>Several steps in one commit or in none, and a rehearsal, which does everything and keeps nothing.</summary>
public sealed class JointSteps(CommitQueue queue, EffectDispatcher effects)
{
    /// <summary>Commits what the steps did if they say so. What follows from them is performed after that, before this ends.</summary>
    /// <param name="steps">Nothing of it may wait for anything but the store. While it runs, nobody else commits.</param>
    public async Task<T> TogetherAsync<T>(Func<Task<(bool IsKept, T Result)>> steps, CancellationToken ct)
    {
        var (joint, isKept, result) = await queue.JoinAsync(isRehearsal: false, steps, ct);
        if (isKept)
        {
            joint.Tell();
            foreach (var messages in joint.Messages)
            {
                await effects.DrainAsync(messages);
            }
        }

        return result;
    }

    /// <summary>Does what is asked, with all that follows from it inside of this process, and takes it back.</summary>
    public async Task<T> RehearseAsync<T>(Func<Task<T>> steps, CancellationToken ct) =>
        (await queue.JoinAsync(isRehearsal: true, async () => (false, await steps()), ct)).Result;
}
