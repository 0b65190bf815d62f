using System.Globalization;

namespace SalesProcess.Tests.Properties;

/// <summary>How many cases a property is tried on, and which.</summary>
internal static class Cases
{
    private const int Few = 150;

    /// <summary>
    /// Tries a property on random cases: a few, or as many as <c>PROPERTY_CASES</c> says, beginning with the seed that <c>PROPERTY_SEED</c> names. A failure
    /// names the seed of its case, so that <c>PROPERTY_SEED=… PROPERTY_CASES=1</c> shows it again.
    /// </summary>
    public static void Try(Action<int> property)
    {
        var first = Number("PROPERTY_SEED") ?? Random.Shared.Next(1_000_000_000);
        var count = Number("PROPERTY_CASES") ?? Few;
        TestContext.Progress.WriteLine($"{TestContext.CurrentContext.Test.MethodName}: {count} cases, seeds {first} to {first + count - 1}");
        for (var i = 0; i < count; i++)
        {
            try
            {
                property(first + i);
            }
            catch (Exception failure)
            {
                throw new AssertionException($"PROPERTY_SEED={first + i}: {failure.Message}", failure);
            }
        }
    }

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
