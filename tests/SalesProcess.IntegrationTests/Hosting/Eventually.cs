namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>Waits for a state that others bring about. The only place where tests let time pass.</summary>
internal static class Eventually
{
    private const int Tries = 1200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Reads again and again until there is an answer; gives up after a bounded number of tries.</summary>
    public static async Task<T> Sees<T>(string what, Func<Task<T?>> read)
        where T : class
    {
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (await read() is { } seen)
            {
                return seen;
            }

            await Task.Delay(Pause);
        }

        throw new AssertionException($"After {Tries} tries still not: {what}.");
    }

    public static Task Holds(string what, Func<Task<bool>> holds) => Sees(what, async () => await holds() ? what : null);
}
