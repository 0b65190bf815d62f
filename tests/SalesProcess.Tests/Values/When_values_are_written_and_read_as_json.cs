using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tests.Values;

public sealed class When_values_are_written_and_read_as_json
{
    [TestCase("3", typeof(long))]
    [TestCase("-9223372036854775808", typeof(long))]
    [TestCase("3.5", typeof(double))]
    [TestCase("9223372036854775808", typeof(double))]
    public void A_whole_number_stays_whole(string json, Type kind) => Assert.That(ValueJson.Parse(json), Is.TypeOf(kind));

    [Test]
    public void A_named_value_is_written_by_its_name() => Assert.That(ValueJson.Format(FlowJoinMode.WaitAllActive), Is.EqualTo("\"WaitAllActive\""));
}
