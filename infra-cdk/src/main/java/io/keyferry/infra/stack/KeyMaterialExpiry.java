package io.keyferry.infra.stack;

import io.keyferry.model.deployment.AlarmSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.constructs.Construct;

/**
 * One alarm for all keys of the account and Region whose imported material expires, including later
 * keys. It relies on what the CloudWatch user guide says about Metrics Insights queries with GROUP
 * BY and ORDER BY ("Create a CloudWatch alarm based on a Metrics Insights query"): each time series
 * is a contributor with its own state, the alarm is in ALARM while any of them is, and its actions
 * run for each.
 */
final class KeyMaterialExpiry extends Construct {

  private static final int PERIOD_SECONDS = 300;

  KeyMaterialExpiry(Construct scope, int days, AlarmTopic topic) {
    super(scope, "KeyMaterialExpiry");
    CfnAlarm.Builder.create(this, "Alarm")
        .alarmName(AlarmSpec.KEY_MATERIAL_EXPIRES.alarmName())
        .alarmDescription(
            ("The imported key material of a KMS key expires in less than %d days: import it again before that, because the key cannot be used afterwards. The alarm's contributors name"
                    + " the keys.")
                .formatted(days))
        .metrics(
            List.of(
                CfnAlarm.MetricDataQueryProperty.builder()
                    .id("expiry")
                    .expression(
                        "SELECT MIN(SecondsUntilKeyMaterialExpiration) FROM SCHEMA(\"AWS/KMS\","
                            + " KeyId) GROUP BY KeyId ORDER BY MIN() ASC")
                    .period(PERIOD_SECONDS)
                    .returnData(true)
                    .build()))
        .comparisonOperator("LessThanThreshold")
        .threshold(TimeUnit.DAYS.toSeconds(days))
        .evaluationPeriods(1)
        // Keys that do not expire or have expired have no value.
        .treatMissingData("notBreaching")
        .alarmActions(List.of(topic.arn()))
        .build();
  }
}
